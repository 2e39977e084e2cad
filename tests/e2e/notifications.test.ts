import { afterAll, expect, test } from 'vitest'
import { slackServer } from '#features/notifications/slack/slack-server.fixture.ts'
import { failedRun, tell, tick, usageAlert } from '#features/notifications/telling.fixture.ts'
import { program } from '#features/notifications/webhooks/program.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { lookAt } from './look-at.ts'
import { openStage } from './stage.ts'

const slack = await slackServer()
const far = await program()
afterAll(() => slack.close())
afterAll(() => far.close())
const { app, signedIn } = await openStage(slack.settings)

test('choosing in the grid saves at once, shows what is in force, and a test proves the delivery', async () => {
  const ada = await app.person('Ada Chooses')
  const page = await signedIn(ada)
  await page.goto('/settings/profile#notifications')
  const card = page.locator('#notifications')
  await card.getByRole('checkbox', { name: 'Test Failures: Email', exact: true }).waitFor()
  expect(await card.getByRole('rowheader').allInnerTexts()).toMatchObject([
    expect.stringMatching(/^Test Failures/),
    expect.stringMatching(/^Scheduled Run Completion/),
    expect.stringMatching(/^Usage Alerts/),
    expect.stringMatching(/^Billing Alerts/),
    expect.stringMatching(/^Security and team/),
  ])
  await card.getByText('Always by e-mail, and it cannot be switched off', { exact: false }).waitFor()
  await card.getByRole('checkbox', { name: 'Test Failures: Email', exact: true }).uncheck()
  await card.getByText('Saved').waitFor()
  await card.getByText('Your choice').waitFor()
  await card.getByText('· None').waitFor()
  await card.getByRole('button', { name: 'Back to the default' }).click()
  await expect
    .poll(() => card.getByRole('checkbox', { name: 'Test Failures: Email', exact: true }).isChecked())
    .toBe(true)
  await card.getByRole('checkbox', { name: 'Billing Alerts: Email when a payment failed' }).click({ force: true })
  expect(await card.getByRole('checkbox', { name: 'Billing Alerts: Email when a payment failed' }).isChecked()).toBe(
    true,
  )
  await card.getByRole('button', { name: 'Send test by e-mail of Usage Alerts' }).click()
  await expect
    .poll(
      async () => {
        await app.drain()
        return card.getByText(/Last: E-mail sent/).count()
      },
      { timeout: 20_000 },
    )
    .toBe(1)
  expect((await app.mail(ada.email)).at(-1)?.subject).toBe('Test: Usage Alerts')
  await lookAt(page, 'notifications-card')
  await page.close()
})

test('the whole page: Slack connected and broken, a webhook with its log, quiet hours, deliveries', async () => {
  const ada = await app.person('Ada Connects')
  await app.sql('INSERT INTO mail_refused_addresses VALUES ($1, $2, $3)', [
    ada.email,
    '550 5.1.1 no such user here',
    app.clock.now(),
  ])
  const page = await signedIn(ada)
  await page.goto('/settings/notifications')
  await page.getByText(`${ada.email} takes no mail`).waitFor()
  await page.getByRole('button', { name: 'It works again' }).click()
  await page.getByText(`${ada.email} takes no mail`).waitFor({ state: 'detached' })

  const card = page.locator('#slack')
  await card.getByLabel('Incoming webhook address').fill('https://evil.example/services/T/B/x')
  await card.getByRole('button', { name: 'Connect this webhook' }).click()
  await card.getByText('This is not the address of a Slack webhook.', { exact: false }).first().waitFor()
  await card.getByLabel('Incoming webhook address').fill(`${slack.url}/services/T0/B0/secret`)
  await card.getByLabel('Channel').fill('#alerts')
  await card.getByRole('button', { name: 'Connect this webhook' }).click()
  await card.getByText('Incoming webhook', { exact: true }).waitFor()
  await page.locator('#preferences').getByRole('checkbox', { name: 'Test Failures: Slack' }).check()
  await page.locator('#preferences').getByText('Saved').waitFor()

  await page.getByRole('radio', { name: 'Not in quiet hours' }).check()
  await page.getByLabel('Quiet until').fill('06:30')
  await page.locator('#quiet-hours').getByRole('button', { name: 'Save Changes' }).click()
  await page.locator('#quiet-hours').getByText('Saved').waitFor()

  const hooks = page.locator('#webhooks')
  await hooks.getByLabel('Address').fill(far.url)
  await hooks.getByRole('button', { name: 'Add webhook' }).click()
  await page.getByRole('dialog').getByText('The secret of your webhook').waitFor()
  await page.getByRole('dialog').getByLabel('I have stored this secret').check()
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()

  slack.treat = () => 'archived'
  await tell(app, failedRun(ada.teamId), usageAlert(ada.teamId, 100))
  app.clock.advance(minutes(5))
  await tick(app)
  await page.clock.setFixedTime(app.clock.now())
  await page.reload()
  await card.getByText('Slack does not take our messages').waitFor()
  await page.locator('#deliveries').getByText('410 channel_is_archived', { exact: false }).first().waitFor()
  await hooks.getByRole('button', { name: /^Log/ }).click()
  const told = hooks.locator('details', { hasText: '2 of 12 tests failed: Shop' })
  await told.locator('summary').click()
  await told.getByText('taken (200)').waitFor()
  await lookAt(page, 'notifications-page')
  await page.close()
})

test('the bell counts, the inbox is read, and a link in a letter stops the letters', async () => {
  const ada = await app.person('Ada Reads')
  const page = await signedIn(ada)
  await page.goto('/inbox')
  await page.getByText('Nothing yet').waitFor()
  await tell(app, usageAlert(ada.teamId, 80), usageAlert(ada.teamId, 90))
  for (let i = 0; i < 5; i++) await tell(app, failedRun(ada.teamId))
  await tick(app)
  await page.reload()
  await page.getByRole('link', { name: 'Inbox, 3 unread' }).waitFor()
  await page.getByText('and 4 more within minutes').waitFor()
  await lookAt(page, 'inbox')
  await page.getByRole('button', { name: 'Mark as read' }).first().click()
  await page.getByRole('link', { name: 'Inbox, 2 unread' }).waitFor()
  await page.getByRole('button', { name: 'Mark all as read' }).click()
  await page.getByText('All read').waitFor()

  const letter = (await app.mail(ada.email)).findLast(({ text }) => text.includes('/unsubscribe#'))
  await page.goto(`/unsubscribe#${letter?.token('/unsubscribe')}`)
  await page.getByRole('button', { name: 'Stop these letters' }).waitFor()
  await lookAt(page, 'unsubscribe')
  await page.getByRole('button', { name: 'Stop these letters' }).click()
  await page.getByText('These letters are stopped').waitFor()
  const { body } = await ada.browser.get(`/teams/${ada.teamId}/notifications/preferences`)
  expect(body.rows.find((row: { type: string }) => row.type === 'usage-alerts').choices).toEqual([])
  await page.close()
})

test('the operator sees what was given up and what was sent, by any channel, and sends it again', async () => {
  const ada = await app.person('Ada Dead')
  await tell(app, usageAlert(ada.teamId, 80, { title: 'Private words' }))
  await app.sql("UPDATE notification_deliveries SET state = 'sent' WHERE false")
  await app.drain()
  await app.sql(
    "UPDATE notification_deliveries SET state = 'failed', letter_id = NULL, says = '503 service_unavailable' WHERE team_id = $1 AND channel = 'email'",
    [ada.teamId],
  )
  const page = await signedIn(app.operator)
  await page.goto('/operate/notifications')
  await page.getByText('503 service_unavailable', { exact: false }).first().waitFor()
  expect(await page.content()).not.toContain('Private words')
  await lookAt(page, 'undelivered')
  const before = await page.getByRole('button', { name: 'Send again' }).count()
  await page.getByRole('button', { name: 'Send again' }).last().click()
  await expect.poll(() => page.getByRole('button', { name: 'Send again' }).count()).toBeLessThan(before)
  await page.getByLabel('Show').selectOption('All')
  await page.waitForURL(/show=all/)
  await page.getByRole('list', { name: 'Notifications' }).getByText('Sent').first().waitFor()
  await lookAt(page, 'operate-notifications-all')
  await page.reload()
  expect(await page.getByLabel('Show').inputValue()).toBe('all')
  await page.close()
})
