import { expect, test } from 'vitest'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { days } from '#platform/clock.ts'
import { row, security } from './api-keys-card.ts'
import { openStage } from './stage.ts'

const { app, signedIn } = await openStage()

test('a key in the list: its last four characters, its owner, and when it was made, days later too', async () => {
  const ada = await app.person('Ada Lovelace', { timezone: 'Asia/Kathmandu' })
  app.clock.set('2027-03-04T20:31:00.000Z') // already the 5th where Ada lives
  const key = await makeKey(ada, { name: 'CI main' })
  app.clock.advance(days(2))
  const service = await makeKey(ada, { name: 'Deploy', kind: 'service' })
  app.clock.advance(days(3))
  await ada.browser.post('/auth/sessions', { email: ada.email, password: ada.password })
  const page = await signedIn(ada)
  await page.goto(security)
  await row(page, 'CI main').waitFor()
  const shown = async (name: string) => ({
    key: await row(page, name).getByRole('rowheader').locator('p').allInnerTexts(),
    owner: await row(page, name).getByRole('cell').nth(1).locator('span:not([aria-hidden]), time').allInnerTexts(),
  })
  expect(await shown('CI main')).toEqual({
    key: ['CI main', `aegis_live_…${key.secret.slice(-4)}`],
    owner: ['Ada Lovelace', '5 Mar 2027', '5 Mar 2027'],
  })
  expect(await shown('Deploy')).toMatchObject({
    key: ['Deploy', `aegis_live_…${service.secret.slice(-4)}`],
    owner: [expect.stringContaining('Ada'), 'service key', '7 Mar 2027', '7 Mar 2027'],
  })
  await row(page, 'CI main').getByRole('cell').nth(1).locator('time').focus()
  await page.getByText('5 Mar 2027, 02:16 (Asia/Kathmandu)').waitFor()
  expect(await page.content()).not.toContain(key.secret)

  // On a phone the table is a list, and says the same.
  await page.setViewportSize({ width: 390, height: 844 })
  expect((await shown('CI main')).key).toEqual(['CI main', `aegis_live_…${key.secret.slice(-4)}`])
  await row(page, 'CI main').getByRole('cell').nth(1).getByText('Owner, created').waitFor()
})
