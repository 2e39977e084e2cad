import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { fromBufferPromise } from 'yauzl'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { enableTwoFactor } from '#tests/authenticator-app.ts'
import type { Person } from '#tests/harness.ts'
import { lookAt } from './look-at.ts'
import { axeFindings, openStage } from './stage.ts'
import { tabTo } from './tab-to.ts'

const { app, signedIn, visitor } = await openStage()
const card = (page: Page) => page.locator('#delete-account')
const open = async (page: Page) => {
  await page.goto('/settings/profile')
  await card(page).getByRole('button', { name: 'Delete Account' }).waitFor()
}
const exists = async (who: Person) => (await app.sql('SELECT 1 FROM users WHERE id = $1', [who.id])).length === 1

/** The entries of an archive by name. */
async function entriesOf(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true })
  const found = new Map<string, Buffer>()
  for await (const entry of zip.eachEntry())
    found.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)))
  return found
}

test('now: what goes and stays is counted, the word decides, and the address is free afterwards', async () => {
  const lea = await app.person('Lea Leaver')
  await makeKey(lea)
  const page = await signedIn(lea)
  await open(page)
  await card(page).getByRole('button', { name: 'Delete Account' }).click()
  const goes = card(page).getByRole('region', { name: 'What goes' })
  await goes.getByText('Your API keys').waitFor()
  expect(await goes.getByRole('listitem').allTextContents()).toContain('Your API keys1')
  await lookAt(page, 'danger-zone-open')

  await card(page).getByLabel('Now', { exact: true }).check()
  const act = card(page).getByRole('button', { name: 'Delete my account now' })
  expect(await act.getAttribute('aria-disabled')).toBe('true')
  await card(page).getByLabel('Password').fill('not-my-password')
  await card(page).getByLabel('Type DELETE to confirm').fill('DELETE')
  await act.click()
  await card(page).getByText('This is not your password.').first().waitFor()
  await lookAt(page, 'danger-zone-wrong-password')
  await card(page).getByLabel('Password').fill(lea.password)
  await act.click()
  await page.getByRole('heading', { name: 'Your account is deleted' }).waitFor()
  await lookAt(page, 'goodbye')
  expect((await lea.browser.get('/account')).status).toBe(401)
  expect((await app.mail(lea.email)).at(-1)?.subject).toBe('Your account was deleted')
  expect(await exists(lea)).toBe(false)
  await page.getByRole('link', { name: 'Sign up anew' }).click()
  await page.getByRole('heading', { name: /Create your account|Sign up/ }).waitFor()
})

test('in 30 days, by keyboard alone: a banner on every page, cancelled there with one press', async () => {
  const lea = await app.person('Kay Keyboard')
  app.clock.advance(minutes(11)) // the proof is old: the password typed in the form renews it
  const page = await signedIn(lea)
  await open(page)
  await tabTo(page, /^Delete Account/)
  await page.keyboard.press('Enter')
  await card(page).getByLabel('Password').waitFor()
  await tabTo(page, /^Password/)
  await page.keyboard.type(lea.password)
  await tabTo(page, /^Type DELETE to confirm/)
  await page.keyboard.type('DELETE')
  await page.keyboard.press('Enter')
  await card(page).getByText('Your account will be deleted').waitFor()
  await lookAt(page, 'deletion-waits')
  await page.goto('/welcome')
  const banner = page.getByText('Your account will be deleted')
  await banner.waitFor()
  await lookAt(page, 'deletion-banner')
  await tabTo(page, /^Cancel deletion/)
  await page.keyboard.press('Enter')
  await banner.waitFor({ state: 'detached' })
  const letters = (await app.mail(lea.email)).map(({ subject }) => subject)
  expect(letters.slice(-2)).toEqual([expect.stringMatching(/^Your account will be deleted on /), 'Your account stays'])
})

test('the only owner of a team with others is told so, with the ways out; nothing can be sent', async () => {
  const [lea, otto] = [await app.person('Olga Owner'), await app.person('Otto Other')]
  await app.join(otto, lea.teamId, 'member')
  const page = await signedIn(lea)
  await open(page)
  await card(page).getByRole('button', { name: 'Delete Account' }).click()
  await card(page).getByText('Settle this first').waitFor()
  await lookAt(page, 'danger-zone-blocked')
  expect(await card(page).getByRole('link', { name: 'Transfer the team' }).getAttribute('href')).toContain(lea.teamId)
  expect(await card(page).getByRole('link', { name: 'Delete the team' }).getAttribute('href')).toContain(lea.teamId)
  await card(page).getByLabel('Password').fill(lea.password)
  await card(page).getByLabel('Type DELETE to confirm').fill('DELETE')
  const act = card(page).getByRole('button', { name: /^Delete my account on/ })
  expect(await act.getAttribute('title')).toBe('Something must be settled first.')
})

test('with two-factor authentication the code is asked for over the form, which goes on afterwards', async () => {
  const lea = await app.person('Tove Twofactor')
  const { phone } = await enableTwoFactor(app, lea)
  app.clock.advance(minutes(11))
  const page = await signedIn(lea)
  await open(page)
  await card(page).getByRole('button', { name: 'Delete Account' }).click()
  await card(page).getByLabel('Password').fill(lea.password)
  await card(page).getByLabel('Type DELETE to confirm').fill('DELETE')
  await card(page)
    .getByRole('button', { name: /^Delete my account on/ })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('This needs your second factor').waitFor()
  await dialog.getByLabel('6-digit code').fill(phone.code())
  await card(page).getByText('Your account will be deleted').waitFor()
  expect((await lea.browser.get('/account/deletion')).status).toBe(401) // the proof renewed the session’s token
})

test('Download my data: progress, a letter, and an archive that a browser opens and a program reads', async () => {
  const lea = await app.person('Dora Download')
  await makeKey(lea, { name: 'CI <b>of</b> the shop' })
  const page = await signedIn(lea)
  await open(page)
  await card(page).getByRole('button', { name: 'Download my data' }).click()
  await card(page).getByRole('progressbar').waitFor()
  await lookAt(page, 'download-building')
  expect((await app.mail(lea.email)).at(-1)?.subject).toBe('Your data is ready to download')
  await card(page).getByRole('button', { name: 'Save the archive' }).waitFor()
  await lookAt(page, 'download-ready')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    card(page).getByRole('button', { name: 'Save the archive' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^aegisrunner-data-\d{4}-\d\d-\d\d\.zip$/)
  const entries = await entriesOf(await readFile(await download.path()))
  expect([...entries.keys()]).toEqual(
    expect.arrayContaining(['index.html', 'profile.json', 'sessions.json', 'teams.json']),
  )
  expect(JSON.parse(entries.get('profile.json')?.toString() ?? '')).toMatchObject({ email: lea.email, id: lea.id })
  expect(JSON.parse(entries.get('api-keys.json')?.toString() ?? '')).toMatchObject([{ name: 'CI <b>of</b> the shop' }])
  const reader = await visitor()
  await reader.setContent(entries.get('index.html')?.toString() ?? '')
  expect(await reader.title()).toBe('Your AegisRunner data')
  expect(await reader.locator('script').count()).toBe(0)
  expect(await reader.getByRole('link').count()).toBe(entries.size - 1)
  expect(await axeFindings(reader)).toEqual([])
})
