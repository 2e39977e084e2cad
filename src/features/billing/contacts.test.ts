import { expect, test, vi } from 'vitest'
import { confirm } from '#features/api-keys/key.fixture.ts'
import { days, minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { billing } from './billing.fixture.ts'

vi.setConfig({ testTimeout: minutes(1) })
const app = await testApp()
let mailboxes = 0
const fresh = (name: string) => `${name}.${++mailboxes}@example.com`
const subjects = async (email: string) => (await app.mail(email)).map(({ subject }) => subject)
const linkOf = async (email: string) => (await app.mail(email)).at(-1)?.token('/confirm-billing-contact')
const follow = async (token: string | undefined) => app.browser().post('/billing/contact-confirmations', { token })
const asks = 'Confirm this address for letters about billing'

async function owner(name = 'Ada Lovelace') {
  const ada = await app.person(name)
  const b = billing(app, ada)
  await b.card('success')
  const put = async (contacts: { email: string; kinds: string[] }[]) => {
    await confirm(ada)
    return ada.browser.put(`${b.at}/contacts`, { contacts }, { ifMatch: (await b.view()).version })
  }
  return { ada, b, put }
}

test('billing contacts get the letters they were named for and no others, once their mailbox is proven', async () => {
  const { b, put } = await owner()
  const [books, boss] = [fresh('books'), fresh('boss')]
  const contacts = [
    { email: books.replace('books', 'Books').replace('example', 'Example'), kinds: ['receipt'] },
    { email: boss, kinds: ['plan_changed', 'payment_failed'] },
  ]
  const named = await put(contacts)
  expect(named.body.contacts).toEqual([
    { email: books, kinds: ['receipt'], proven: false },
    { email: boss, kinds: ['payment_failed', 'plan_changed'], proven: false },
  ])
  expect((await put([contacts[0] ?? expect.fail(), contacts[0] ?? expect.fail()])).body.code).toBe('email_twice')
  expect((await put([{ email: 'a@b@c', kinds: ['receipt'] }])).body.code).toBe('email_invalid')
  await b.choose('starter')
  expect([await subjects(books), await subjects(boss)]).toEqual([[asks], [asks]])
  const told = await follow(await linkOf(books))
  expect([told.status, told.body]).toEqual([200, { email: books, team: expect.stringContaining('Ada') }])
  await follow(await linkOf(boss))
  await b.choose('pro')
  expect((await subjects(books)).slice(1)).toEqual([expect.stringMatching(/^Receipt for \$/)])
  expect((await subjects(boss)).slice(1)).toEqual(['The plan is now Pro, monthly'])
  const [letter] = (await app.mail(books)).slice(-1)
  expect(letter?.text).toContain('because this address is a billing contact of the team.')
  // Other letters for the same mailbox are no new address.
  expect((await put([{ email: books, kinds: ['plan_changed'] }])).body.contacts).toEqual([
    { email: books, kinds: ['plan_changed'], proven: true },
  ])
})

test('a link works once, for seven days, and only while the team wants it; a newer one kills it', async () => {
  const { ada, b, put } = await owner()
  const email = fresh('books')
  await put([{ email, kinds: ['receipt'] }])
  const first = await linkOf(email)
  await confirm(ada)
  const again = () => ada.browser.post(`${b.at}/contacts/links`, { email })
  expect((await again()).status).toBe(202)
  expect((await follow(first)).body.code).toBe('link_invalid')
  await put([])
  expect((await follow(await linkOf(email))).body.code).toBe('link_invalid')
  await put([{ email, kinds: ['receipt'] }])
  app.clock.advance(days(7))
  expect((await follow(await linkOf(email))).status).toBe(410)
  await confirm(ada)
  await again()
  const last = await linkOf(email)
  const both = await Promise.all([follow(last), follow(last)])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 410])
  expect((await again()).body.code).toBe('contact_proven')
  expect((await ada.browser.post(`${b.at}/contacts/links`, { email: fresh('nobody') })).status).toBe(404)
  for (const token of ['', 'x'.repeat(43), first]) expect((await follow(token)).body.code).toBe('link_invalid')
})

test('an address of the team’s own people needs no link once they proved it; another team’s proof counts for nothing', async () => {
  const { ada, put } = await owner()
  const [bea, una] = [await app.person('Bea Books'), await app.person('Una Unproven')]
  await app.join(bea, ada.teamId, 'member')
  await app.join(una, ada.teamId, 'member')
  await app.sql('UPDATE users SET email_verified_at = $2 WHERE id = $1', [bea.id, app.clock.now()])
  await app.sql('UPDATE users SET email_verified_at = NULL WHERE id = $1', [una.id])
  const contacts = [bea, una].map(({ email }) => ({ email, kinds: ['receipt'] }))
  const proven = (answer: { body: { contacts: { email: string; proven: boolean }[] } }, { email }: { email: string }) =>
    answer.body.contacts.find((one) => one.email === email)?.proven
  const here = await put(contacts)
  expect([proven(here, bea), proven(here, una)]).toEqual([true, false])
  const there = await (await owner('Zoe Elsewhere')).put(contacts)
  expect([proven(there, bea), proven(there, una)]).toEqual([false, false])
})

test('who confirmed, and that a link was sent again, stands in the audit log', async () => {
  const { ada, b, put } = await owner()
  const email = fresh('books')
  await put([{ email, kinds: ['receipt'] }])
  await confirm(ada)
  await ada.browser.post(`${b.at}/contacts/links`, { email })
  await follow(await linkOf(email))
  const rows = await app.sql<{ action: string; details: object }>(
    "SELECT action, details FROM audit_log WHERE log_id = $1 AND action IN ('billing.contact_link_sent', 'billing.contact_confirmed') ORDER BY at, id",
    [ada.teamId],
  )
  expect(rows).toEqual([
    { action: 'billing.contact_link_sent', details: { email } },
    { action: 'billing.contact_confirmed', details: { email } },
  ])
})
