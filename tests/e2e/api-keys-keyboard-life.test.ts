import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { makeProject } from '#features/projects/projects.fixture.ts'
import { hours, minutes } from '#platform/clock.ts'
import { asPipeline, card, dialog, row, security } from './api-keys-card.ts'
import { focusOn, pressOn } from './by-keys.ts'
import { openStage } from './stage.ts'
import { tabTo } from './tab-to.ts'

vi.setConfig({ testTimeout: minutes(3) })

const { app, signedIn } = await openStage()

/** Reads the secret that is shown once, and leaves its dialog. */
async function takeSecret(page: Page): Promise<string> {
  await dialog(page).getByText('I have stored this key').waitFor()
  const secret = await dialog(page)
    .getByText(/^aegis_live_\w+$/)
    .innerText()
  await pressOn(page, /I have stored this key/, 'Space')
  await pressOn(page, /^Done$/)
  await dialog(page).waitFor({ state: 'detached' })
  return secret
}

/** The names of the projects that a program with this key finds. */
async function seenWith(secret: string, teamId: string): Promise<string[]> {
  const headers = { authorization: `Bearer ${secret}` }
  const { items } = await (await fetch(`${app.address}/api/v1/teams/${teamId}/projects`, { headers })).json()
  return items.map(({ name }: { name: string }) => name).sort()
}

test('a key is generated, renamed, limited, paused, resumed, rotated and revoked, without a pointer', async () => {
  const kim = await app.person('Kim Keys')
  for (const name of ['Blog', 'Shop']) await makeProject(kim, { name })
  const page = await signedIn(kim)
  await page.goto(security)
  await card(page).getByText('No API keys yet').waitFor()
  await pressOn(page, /^Generate API Key$/)
  await card(page).getByLabel('Descriptive name').waitFor()
  await focusOn(page, 'Descriptive name')
  await page.keyboard.type('Gate')
  await page.keyboard.press('Enter')
  const secret = await takeSecret(page)
  await card(page).getByText('Gate is ready to use.').waitFor()
  await focusOn(page, 'Generate API Key')
  expect(await seenWith(secret, kim.teamId)).toEqual(['Blog', 'Shop'])

  await pressOn(page, /^Rename Gate$/)
  await focusOn(page, 'Name')
  await page.keyboard.type('Gate of the shop')
  await page.keyboard.press('Enter')
  await focusOn(page, 'Rename Gate of the shop')
  expect(await row(page, 'Gate').getByRole('rowheader').innerText()).toMatch(/^Gate of the shop\n/)

  await pressOn(page, /^Limit Gate of the shop$/)
  const limit = card(page).getByRole('form', { name: 'Limit Gate of the shop' })
  await limit.waitFor()
  await focusOn(page, 'Blog')
  await page.keyboard.press('Space')
  await pressOn(page, /^Shop$/, 'Space')
  await page.keyboard.press('Control+s')
  await limit.getByText('Leave at least one. To end the key, revoke it.').first().waitFor()
  await pressOn(page, /^Shop$/, 'Space')
  await pressOn(page, /^Limit the key$/)
  await limit.waitFor({ state: 'detached' })
  await focusOn(page, 'Limit Gate of the shop')
  await page.getByText('Gate of the shop is limited.').waitFor()
  await page.keyboard.press('Shift+Tab') // back to its permissions, which fold out
  await tabTo(page, /^CI$/)
  await page.keyboard.press('Enter')
  await row(page, 'Gate').getByText('In the project Shop').waitFor()
  expect(await seenWith(secret, kim.teamId)).toEqual(['Shop'])

  await pressOn(page, /^Pause Gate of the shop$/)
  await focusOn(page, 'Resume Gate of the shop')
  expect(await row(page, 'Gate').getByRole('rowheader').innerText()).toContain('Paused')
  await page.getByText('Gate of the shop is paused: it is refused until you resume it.').waitFor()
  expect((await asPipeline(app, secret)).status).toBe(403)
  await page.keyboard.press('Enter')
  await focusOn(page, 'Pause Gate of the shop')
  expect(await row(page, 'Gate').getByRole('rowheader').innerText()).not.toContain('Paused')
  await page.getByText('Gate of the shop works again.').waitFor()
  expect((await asPipeline(app, secret)).status).toBe(200)

  await pressOn(page, /^Rotate Gate of the shop$/)
  const rotate = card(page).getByRole('form', { name: 'Rotate Gate of the shop' })
  await rotate.waitFor()
  await focusOn(page, '24 hours')
  await page.keyboard.press('ArrowLeft')
  await focusOn(page, '1 hour')
  await rotate.getByText('Both secrets work until').waitFor()
  await page.keyboard.press('Enter')
  await dialog(page).getByText('The new secret of your API key').waitFor()
  await dialog(page).getByText('The secret before it works until 1 Mar 2027, 11:00').waitFor()
  const next = await takeSecret(page)
  expect(next).not.toBe(secret)
  await card(page).getByText('Gate of the shop has a new secret.').waitFor()
  await focusOn(page, 'Rotate Gate of the shop')
  await row(page, 'Gate').getByText('The old secret').waitFor() // the list is read anew meanwhile
  expect(await row(page, 'Gate').textContent()).toContain(
    `The old secret aegis_live_…${secret.slice(-4)} works until 1 Mar 2027, 11:00. Nobody has used it since the rotation.`,
  )
  expect(await row(page, 'Gate').getByRole('rowheader').innerText()).toContain(`…${next.slice(-4)}`)
  expect((await asPipeline(app, secret)).status).toBe(200)
  expect((await asPipeline(app, next)).status).toBe(200)
  expect(await seenWith(next, kim.teamId)).toEqual(['Shop']) // the limit goes on
  app.clock.advance(hours(1))
  await page.clock.setFixedTime(app.clock.now())
  expect((await asPipeline(app, secret)).status).toBe(401)
  expect((await asPipeline(app, next)).status).toBe(200)
  await expect
    .poll(async () => {
      await page.reload()
      return row(page, 'Gate').textContent()
    })
    .toContain('just now · 127.0.0.1 · github-actions/2.1')
  expect(await row(page, 'Gate').textContent()).not.toContain('The old secret')

  await pressOn(page, /^Revoke Gate of the shop$/)
  await dialog(page).getByText('Last used just now from 127.0.0.1 by github-actions/2.1').waitFor()
  await tabTo(page, /^Type “Gate of the shop” to revoke it$/)
  await page.keyboard.type('Gate')
  await page.keyboard.press('Enter')
  await dialog(page).getByText('This is not “Gate of the shop”.').first().waitFor()
  expect((await asPipeline(app, next)).status).toBe(200)
  await tabTo(page, /^Type “Gate of the shop” to revoke it$/)
  await page.keyboard.press('End')
  await page.keyboard.type(' of the shop')
  await page.keyboard.press('Enter')
  await card(page).getByText('Gate of the shop was revoked. It is refused from now on.').waitFor()
  await card(page).getByText('No API keys yet').waitFor()
  await focusOn(page, 'Generate API Key')
  expect((await asPipeline(app, next)).status).toBe(401)
})
