import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { endInboxEvents } from '#features/notifications/inbox-events.ts'
import { slackServer } from '#features/notifications/slack/slack-server.fixture.ts'
import { tell, usageAlert } from '#features/notifications/telling.fixture.ts'
import { makeProject } from '#features/projects/projects.fixture.ts'
import { lookAt } from './look-at.ts'
import { openStage } from './stage.ts'
import { tabTo } from './tab-to.ts'

const slack = await slackServer()
afterAll(() => slack.close())
const { app, signedIn, visitor } = await openStage(slack.settings, { leadsTo: [slack.url] })

const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
const bell = (page: Page, unread: number) =>
  page.getByRole('link', { name: unread > 0 ? `Inbox, ${unread} unread` : 'Inbox', exact: true }).waitFor()

test('connecting the Slack app: to Slack and back, refused there, and sent back with what nobody asked for', async () => {
  const ada = await app.person('Ada Authorizes')
  const page = await signedIn(ada)
  await page.goto('/settings/notifications#slack')
  await page.getByRole('button', { name: 'Connect Slack' }).click()
  await page.getByText('Connected: #alerts', { exact: false }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/settings/notifications/slack')
  await lookAt(page, 'slack-connected')
  await page.getByRole('link', { name: 'Back to Notifications' }).click()
  const card = page.locator('#slack')
  await card.getByText('Slack app', { exact: true }).waitFor()

  slack.consents = false
  await card.getByRole('button', { name: 'Choose another channel' }).click()
  await page.getByText('Slack stays as it was').waitFor()
  await page.getByText('Slack sent you back without its permission.', { exact: false }).waitFor()
  await lookAt(page, 'slack-refused')
  await page.goto('/settings/notifications/slack?code=good-code&state=1234567890123.forged')
  await page.getByText('Slack stays as it was').waitFor()
  expect((await ada.browser.get(`/teams/${ada.teamId}/slack`)).body.connected.kind).toBe('app')
  await page.close()
})

test('the grid by keyboard alone: tick, take back, a locked box, a test; the focus is never lost', async () => {
  const kim = await app.person('Kim Keys')
  const page = await signedIn(kim)
  await page.goto('/settings/notifications')
  const grid = page.locator('#preferences')
  await grid.getByRole('checkbox', { name: 'Test Failures: Email', exact: true }).waitFor()
  await tabTo(page, /^Test Failures: Email$/)
  await page.keyboard.press('Space')
  await grid.getByText('Your choice').waitFor()
  expect(await focused(page)).toBe('Test Failures: Email')
  await tabTo(page, /^Back to the default$/)
  await page.keyboard.press('Enter')
  await grid.getByText('Your choice').waitFor({ state: 'detached' })
  expect(await focused(page)).toBe('Test Failures: Email')
  expect(await grid.getByRole('checkbox', { name: 'Test Failures: Email', exact: true }).isChecked()).toBe(true)

  await tabTo(page, /^Billing Alerts: Email when a payment failed$/)
  await page.keyboard.press('Space')
  expect(await focused(page)).toBe('Billing Alerts: Email when a payment failed')
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).checked)).toBe(true)
  await page.getByText('whoever pays always hears of it', { exact: false }).first().waitFor()

  await page.reload()
  await grid.getByRole('checkbox', { name: 'Usage Alerts: Email at 80 %' }).waitFor()
  await tabTo(page, /^Usage Alerts: Email at 90 %$/)
  await page.keyboard.press('Space')
  await grid.getByText('Your choice').waitFor()
  await tabTo(page, /^Send test by e-mail of Usage Alerts$/)
  await page.keyboard.press('Enter')
  await expect
    .poll(async () => (await app.mail(kim.email)).at(-1)?.subject, { timeout: 20_000 })
    .toBe('Test: Usage Alerts')
  const { body } = await kim.browser.get(`/teams/${kim.teamId}/notifications/preferences`)
  expect(body.rows.find(({ type }: { type: string }) => type === 'usage-alerts').choices).toEqual(['80', '100'])
  await page.close()
})

test('a letter is ended without signing in; a link that was cut off says so', async () => {
  const ada = await app.person('Ada Ends')
  await tell(app, usageAlert(ada.teamId, 80))
  const letter = (await app.mail(ada.email)).findLast(({ text }) => text.includes('/unsubscribe#'))
  const token = letter?.token('/unsubscribe') ?? ''
  const page = await visitor()
  await page.goto(`/unsubscribe#${token.slice(0, -4)}`)
  await page.getByRole('button', { name: 'Stop these letters' }).click()
  await page.getByText('This link is not one of ours, or it was cut off.', { exact: false }).first().waitFor()
  await lookAt(page, 'unsubscribe-cut-off')
  await page.goto('/sign-in')
  await page.goto(`/unsubscribe#${token}`)
  await page.getByRole('button', { name: 'Stop these letters' }).click()
  await page.getByRole('heading', { name: 'These letters are stopped' }).waitFor()
  await lookAt(page, 'unsubscribed')
  await page.close()
})

test('an address that takes no mail is told of where one chooses, and mended there', async () => {
  const ada = await app.person('Ada Bounces')
  await app.sql('INSERT INTO mail_refused_addresses VALUES ($1, $2, $3)', [
    ada.email,
    '550 5.1.1 no such user here',
    app.clock.now(),
  ])
  const page = await signedIn(ada)
  await page.goto('/settings/profile#notifications')
  await page.getByText(`${ada.email} takes no mail`).waitFor()
  await lookAt(page, 'refused-address')
  await page.getByRole('button', { name: 'It works again' }).click()
  await page.getByText(`${ada.email} takes no mail`).waitFor({ state: 'detached' })
  await page.close()
})

test('two open pages hear of their inbox at once, by push; a stream that breaks comes back, and without one they ask', async () => {
  const ada = await app.person('Ada Live')
  const [inbox, elsewhere] = [await signedIn(ada), await signedIn(ada)]
  const asked: string[] = []
  for (const page of [inbox, elsewhere])
    page.on('request', (request) => {
      if (/\/inbox\/unread$/.test(request.url())) asked.push(request.url())
    })
  await inbox.goto('/inbox')
  await elsewhere.goto('/settings/profile')
  await Promise.all([bell(inbox, 0), bell(elsewhere, 0)])
  const before = asked.length
  await tell(app, usageAlert(ada.teamId, 80))
  await app.drain()
  await Promise.all([bell(inbox, 1), bell(elsewhere, 1)])
  await inbox.getByText('80 % of your test runs are used').waitFor()
  await inbox.getByRole('button', { name: 'Mark all as read' }).click()
  await Promise.all([bell(inbox, 0), bell(elsewhere, 0)])

  await endInboxEvents()
  await tell(app, usageAlert(ada.teamId, 90))
  await app.drain()
  await Promise.all([bell(inbox, 1), bell(elsewhere, 1)])

  const late = await signedIn(ada)
  await late.route('**/inbox/events', (route) => route.fulfill({ status: 404 }))
  await late.goto('/settings/profile')
  await bell(late, 1)
  await tell(app, usageAlert(ada.teamId, 100))
  await app.drain()
  await Promise.all([bell(inbox, 2), bell(elsewhere, 2)])
  await late.getByRole('link', { name: 'Inbox, 2 unread', exact: true }).waitFor({ timeout: 20_000 })
  // A page asks when it is opened and when its stream broke; otherwise it is told.
  expect(asked.length - before).toBeLessThanOrEqual(4)
  for (const page of [inbox, elsewhere, late]) await page.close()
})

test('a choice for one project, and a default for the team that its members see until they choose', async () => {
  const ada = await app.person('Ada Decides')
  const cleo = await app.person('Cleo Sees')
  await app.join(cleo, ada.teamId, 'member')
  const { name } = await makeProject(ada)
  const page = await signedIn(ada)
  await page.goto('/settings/notifications#projects')
  const one = page.locator('#projects')
  await one.getByLabel('Project', { exact: true }).selectOption({ label: name })
  await one.getByRole('checkbox', { name: 'Test Failures: Email', exact: true }).uncheck()
  await one.getByText('Your choice for this project').waitFor()
  const team = page.locator('#team-defaults')
  await team.getByRole('checkbox', { name: 'Usage Alerts: Email at 80 %' }).uncheck()
  await team.getByText('Chosen for the team').waitFor()
  await lookAt(page, 'notification-choices')
  await page.close()

  const { body } = await ada.browser.get(`/teams/${ada.teamId}/notifications/preferences`)
  expect(body.projects).toMatchObject([{ type: 'test-failures', choices: [], source: 'mine-for-project' }])
  const hers = await signedIn(cleo)
  await hers.goto(`/settings/notifications?team=${ada.teamId}`)
  const mine = hers.locator('#preferences')
  await mine.getByRole('checkbox', { name: 'Test Failures: Email', exact: true }).waitFor()
  expect(await hers.locator('#team-defaults').count()).toBe(0)
  await hers.close()
})
