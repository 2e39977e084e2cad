import { expect, test, vi } from 'vitest'
import { days, hours, minutes } from '#platform/clock.ts'
import { asPipeline, card, row, security } from './api-keys-card.ts'
import { lookAt } from './look-at.ts'
import { openStage } from './stage.ts'

// Each look at the page is taken at five sizes and themes.
vi.setConfig({ testTimeout: minutes(3) })

const { app, signedIn } = await openStage()

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
  for (let uses = 0; uses < 3; uses++) expect((await asPipeline(app, deploy.secret)).status).toBe(200)
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
