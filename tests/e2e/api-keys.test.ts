import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { days, hours, minutes } from '#platform/clock.ts'
import type { Person } from '#tests/harness.ts'
import { lookAt } from './look-at.ts'
import { openStage } from './stage.ts'

// Each look at the page is taken at five sizes and themes.
vi.setConfig({ testTimeout: minutes(3) })

const { app, signedIn } = await openStage()

const security = '/settings/security#api-keys'
const card = (page: Page) => page.locator('#api-keys')
const row = (page: Page, name: string) => card(page).getByRole('rowgroup').filter({ hasText: name })
const dialog = (page: Page) => page.getByRole('dialog')

/** What a pipeline is answered that holds this key. */
const asPipeline = (secret: string, client = 'github-actions/2.1') =>
  fetch(`${app.address}/api/v1/key`, { headers: { authorization: `Bearer ${secret}`, 'user-agent': client } })

/** Proves who somebody is when the page asks for it. */
async function proveIdentity(page: Page, { password }: Person): Promise<void> {
  await dialog(page).getByLabel('Password', { exact: true }).fill(password)
  await dialog(page).getByRole('button', { name: 'Confirm' }).click()
}

/** Reads the secret that is shown once and leaves its dialog the only way there is. */
async function takeSecret(page: Page): Promise<string> {
  await page.getByText('I have stored this key').waitFor()
  const secret = await dialog(page)
    .getByText(/^aegis_live_\w+$/)
    .innerText()
  await page.getByLabel('I have stored this key').check()
  await dialog(page).getByRole('button', { name: 'Done' }).click()
  await dialog(page).waitFor({ state: 'detached' })
  return secret
}

test('a key is generated, copied, used, paused, rotated and revoked, by mouse', async () => {
  const ada = await app.person('Ada Lovelace')
  const page = await signedIn(ada)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  app.clock.advance(minutes(11))
  await page.clock.setFixedTime(app.clock.now())
  await page.goto(security)
  await card(page).getByText('No API keys yet').waitFor()
  await lookAt(page, 'api-keys-none')
  await card(page).getByRole('button', { name: 'Generate API Key' }).click()
  await page.getByRole('button', { name: 'Generate the key' }).click()
  await page.getByText('Give the key a name that says where it is used.').first().waitFor()
  await lookAt(page, 'api-keys-form-refused')
  await page.getByLabel('Descriptive name').fill('CI main, GitHub Actions')
  expect(await card(page).textContent()).toContain('until 30 May 2027, 11:11 (Europe/Berlin)')
  await page.getByRole('button', { name: 'Generate the key' }).click()
  await proveIdentity(page, ada)

  await dialog(page).getByText('Your new API key').waitFor()
  await page.keyboard.press('Escape')
  await page.mouse.click(5, 5)
  await dialog(page).getByRole('button', { name: 'Done' }).click({ force: true })
  expect(await dialog(page).isVisible()).toBe(true)
  await dialog(page).getByRole('button', { name: 'Copy the key' }).click()
  await dialog(page).getByRole('button', { name: 'Copied' }).waitFor()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  await dialog(page).getByRole('tab', { name: 'Jenkins' }).click()
  await dialog(page).getByText("credentials('AEGISRUNNER_API_KEY')").waitFor()
  await lookAt(page, 'api-keys-new')
  const secret = await takeSecret(page)
  expect(secret).toBe(copied)
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Generate API Key')
  expect(await page.content()).not.toContain(secret)
  await card(page).getByText('Never used').waitFor()

  expect((await asPipeline(secret)).status).toBe(200)
  await expect
    .poll(async () => {
      await page.reload()
      return row(page, 'CI main').textContent()
    })
    .toMatch(/just now · 127\.0\.0\.1 · github-actions\/2\.1.*\/key.*1 request in 30 days/)

  await card(page).getByRole('button', { name: 'Pause CI main' }).click()
  await card(page).getByRole('button', { name: 'Resume CI main' }).waitFor()
  expect((await asPipeline(secret)).status).toBe(403)
  await card(page).getByRole('button', { name: 'Resume CI main' }).click()
  await card(page).getByRole('button', { name: 'Pause CI main' }).waitFor()
  expect((await asPipeline(secret)).status).toBe(200)

  await card(page).getByRole('button', { name: 'Rename CI main' }).click()
  await page.getByLabel('Name', { exact: true }).fill('CI release')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await card(page).getByRole('button', { name: 'Rotate CI release' }).click()
  await page.getByRole('radio', { name: '1 hour' }).check()
  await lookAt(page, 'api-keys-rotate')
  await page.getByRole('button', { name: 'Rotate the key' }).click()
  const newSecret = await takeSecret(page)
  expect(newSecret).not.toBe(secret)
  await expect.poll(() => page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Rotate CI release')
  app.clock.advance(minutes(1))
  await page.clock.setFixedTime(app.clock.now())
  expect((await asPipeline(secret, 'curl/8.5.0')).status).toBe(200)
  expect((await asPipeline(newSecret)).status).toBe(200)
  await expect
    .poll(async () => {
      await page.reload()
      return row(page, 'CI release').textContent()
    })
    .toMatch(/still used by:127\.0\.0\.1 · curl\/8\.5\.0/)
  await lookAt(page, 'api-keys-rotating')

  await card(page).getByRole('button', { name: 'Revoke CI release' }).click()
  await dialog(page).getByRole('button', { name: 'Rotate instead' }).waitFor()
  await dialog(page).getByRole('button', { name: 'Revoke the key' }).click()
  await dialog(page).getByText('This is not “CI release”.').first().waitFor()
  await lookAt(page, 'api-keys-revoke')
  expect((await asPipeline(newSecret)).status).toBe(200)
  await dialog(page).getByRole('textbox').fill('CI release')
  await dialog(page).getByRole('button', { name: 'Revoke the key' }).click()
  await card(page).getByText('CI release was revoked').waitFor()
  await card(page).getByText('No API keys yet').waitFor()
  expect((await asPipeline(secret)).status).toBe(401)
  expect((await asPipeline(newSecret)).status).toBe(401)
  await page.close()
})

/** Presses Tab until the focused element answers to this name; fails after a whole round. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 90; presses++) {
    const label = await page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement | null
      return at?.getAttribute('aria-label') ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? ''
    })
    if (name.test(label)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reached ${name}`)
}

test('a key is generated, kept and rotated with the keyboard alone', async () => {
  const kim = await app.person('Kim Keys')
  const page = await signedIn(kim)
  app.clock.advance(minutes(11))
  await page.clock.setFixedTime(app.clock.now())
  await page.goto(security)
  await card(page).getByText('No API keys yet').waitFor()
  await tabTo(page, /^Generate API Key$/)
  await page.keyboard.press('Enter')
  await card(page).getByLabel('Descriptive name').waitFor() // it takes the focus when it comes: not in the middle of a round of Tab
  await tabTo(page, /Descriptive name/)
  await page.keyboard.type('Grafana reporting')
  await tabTo(page, /^CI$/)
  await page.keyboard.press('ArrowRight')
  await tabTo(page, /^90 days$/)
  await page.keyboard.press('ArrowLeft')
  await tabTo(page, /Allowed IP addresses/)
  await page.keyboard.type('127.0.0.0/8, 2001:db8::/32')
  expect(await card(page).textContent()).toContain('read results and usage, change nothing; only from 2 addresses')
  await page.keyboard.press('Control+s')
  await dialog(page).getByLabel('Password', { exact: true }).waitFor()
  await page.keyboard.type(kim.password)
  await page.keyboard.press('Enter')
  await dialog(page).getByText('Your new API key').waitFor()
  const secret = await dialog(page)
    .getByText(/^aegis_live_/)
    .innerText()
  await tabTo(page, /^GitHub Actions$/)
  await page.keyboard.press('ArrowLeft')
  await dialog(page).getByText('read -rs AEGISRUNNER_API_KEY').waitFor()
  await tabTo(page, /I have stored this key/)
  await page.keyboard.press('Space')
  await tabTo(page, /^Done$/)
  await page.keyboard.press('Enter')
  await dialog(page).waitFor({ state: 'detached' })
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Generate API Key')
  const own = await (await asPipeline(secret)).json()
  expect(own).toMatchObject({ name: 'Grafana reporting', kind: 'personal' })
  expect(own.scopes).toEqual(['team:read', 'projects:read', 'runs:read', 'usage:read'])
  expect(own.expiresAt).toBe(new Date(app.clock.now().getTime() + days(30)).toISOString())

  await tabTo(page, /^Rotate Grafana reporting$/)
  await page.keyboard.press('Enter')
  await tabTo(page, /^24 hours$/)
  await page.keyboard.press('Escape')
  await expect.poll(() => page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Rotate Grafana reporting')
  await tabTo(page, /^Revoke Grafana reporting$/)
  await page.keyboard.press('Enter')
  await dialog(page).getByText('Keep it').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Revoke Grafana reporting')
  await page.close()
})

test('every state has its words, at every size and in both themes', async () => {
  const bea = await app.person('Bea Busy')
  const make = async (name: string, more: object = {}): Promise<{ key: { id: string }; secret: string }> => {
    const body = { name, kind: 'personal', scopes: ['runs:read', 'runs:write'], ...more }
    const { status, body: made } = await bea.browser.post(`/teams/${bea.teamId}/keys`, body)
    expect(status, JSON.stringify(made)).toBe(201)
    return made
  }
  const full = { kind: 'service', ipList: ['203.0.113.0/24', '127.0.0.1'], expiresInDays: null }
  await make('Quarterly export, nobody remembers why')
  const deploy = await make('Deploy', full)
  const soon = await make('Nightly crawl')
  const now = await make('Release gate of the shop')
  const over = await make('Old laptop')
  const paused = await make('Grafana', { scopes: ['team:read', 'projects:read', 'runs:read', 'usage:read'] })
  app.clock.advance(days(91))
  const age = (id: string, left: number) =>
    app.sql('UPDATE api_keys SET expires_at = $2, created_at = $3, paused_at = $4 WHERE id = $1', [
      id,
      new Date(app.clock.now().getTime() + left),
      new Date(app.clock.now().getTime() - days(20)),
      id === paused.key.id ? app.clock.now() : null,
    ])
  await age(soon.key.id, days(6) + hours(2))
  await age(now.key.id, hours(20))
  await age(over.key.id, -days(2))
  await age(paused.key.id, days(200))
  for (let uses = 0; uses < 3; uses++) expect((await asPipeline(deploy.secret)).status).toBe(200)
  await app.sql(
    `INSERT INTO key_days (team_id, key_id, day, uses)
     SELECT team_id, id, $2::date - back, 40 + (back * 37) % 90 FROM api_keys, generate_series(1, 27) AS back WHERE id = $1`,
    [deploy.key.id, app.clock.now()],
  )
  const page = await signedIn(bea)
  await page.goto('/sign-in')
  const fresh = { email: bea.email, password: bea.password }
  expect(
    await page.evaluate(
      (body) =>
        fetch('/api/v1/auth/sessions', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        }).then(({ status }) => status),
      fresh,
    ),
  ).toBe(200)
  await page.clock.setFixedTime(app.clock.now())
  await page.goto(security)
  const entry = (name: string) => row(page, name)
  await expect.poll(() => entry('Deploy').textContent()).toMatch(/service key.*Never/)
  expect(await entry('Quarterly export').textContent()).toMatch(/Unused for 90 days/)
  expect(await entry('Quarterly export').textContent()).toMatch(/Never used.*Expired yesterday/)
  expect(await entry('Nightly crawl').textContent()).toMatch(/Expires in 6 days/)
  expect(await entry('Release gate').textContent()).toMatch(/Expires in 20 hours/)
  expect(await entry('Old laptop').textContent()).toMatch(/Expired 2 days ago/)
  expect(await entry('Grafana').textContent()).toMatch(/Paused.*Read-only reporting/)
  await expect
    .poll(() => entry('Deploy').getByRole('img').getAttribute('aria-label'))
    .toMatch(/requests in 30 days, most on .* \(1\d\d\)/)
  await entry('Deploy').getByText('2 permissions').click()
  await lookAt(page, 'api-keys-states')
})

test('a long list comes page by page, and a member is told what an owner could choose', async () => {
  const mia = await app.person('Mia Member')
  const made = await mia.browser.post(`/teams/${mia.teamId}/keys`, {
    name: 'Key 0',
    kind: 'personal',
    scopes: ['runs:read'],
  })
  expect(made.status).toBe(201)
  await app.sql(
    `INSERT INTO api_keys (team_id, id, owner_id, created_by, name, scopes, ip_list, digest, last_four, expires_at, created_at)
     SELECT team_id, 'key_' || lpad(n::text, 26, '0'), owner_id, created_by, 'Key ' || n, scopes, ip_list, digest, last_four, expires_at, created_at
     FROM api_keys, generate_series(1, 21) AS n WHERE team_id = $1`,
    [mia.teamId],
  )
  await app.sql(`UPDATE memberships SET role = 'member' WHERE team_id = $1`, [mia.teamId])
  const page = await signedIn(mia)
  await page.goto(security)
  await card(page).getByText('Key 0', { exact: true }).waitFor()
  expect(
    await card(page)
      .getByRole('button', { name: /^Rotate/ })
      .count(),
  ).toBe(20)
  await card(page).getByRole('button', { name: 'Show older keys' }).click()
  await card(page).getByText('Key 1', { exact: true }).waitFor()
  expect(
    await card(page)
      .getByRole('button', { name: /^Rotate/ })
      .count(),
  ).toBe(22)
  expect(await card(page).getByRole('button', { name: 'Show older keys' }).count()).toBe(0)
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Key 2')

  await card(page).getByRole('button', { name: 'Generate API Key' }).click()
  await card(page).getByText('Only owners and admins can make one.').waitFor()
  await card(page).getByRole('radio', { name: 'The team’s own' }).click({ force: true })
  expect(await card(page).getByRole('radio', { name: 'Mine' }).isChecked()).toBe(true)
  await card(page).getByRole('radio', { name: 'Full' }).check()
  await card(page).getByRole('radio', { name: 'Own choice' }).check()
  const beyond = [
    'invite and remove members and change their roles',
    'make, rename, archive and delete projects',
    'see usage and limits',
    'report use that happened elsewhere',
    'see the subscription and invoices',
    'read the audit log',
  ]
  await card(page)
    .getByText(`Your role does not include: ${beyond.join('; ')}.`)
    .waitFor()
  await card(page).getByText('see projects, test suites and schedules; change test suites').waitFor()
  await card(page).getByRole('radio', { name: 'Never' }).check()
  await lookAt(page, 'api-keys-member-form')
  expect(await page.getByRole('button', { name: 'Generate the key' }).count()).toBe(1)
})
