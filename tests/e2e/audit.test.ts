import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { appendAudit } from '#platform/audit.ts'
import { minutes } from '#platform/clock.ts'
import { lookAt } from './look-at.ts'
import { openStage } from './stage.ts'

// Each look at the page is taken at four sizes and themes.
vi.setConfig({ testTimeout: minutes(3) })

const { app, signedIn } = await openStage()

const rows = (page: Page) => page.getByRole('table', { name: 'Audit log' }).locator('tbody tr')

const append = (teamId: string, userId: string, action = 'key.revoked', name = 'CI main') =>
  app.platform.db.transaction((tx) =>
    appendAudit(tx, {
      action,
      subject: { actor: { kind: 'user', id: userId }, logs: [teamId] },
      client: { ip: '203.0.113.7', network: '203.0.113.7', userAgent: 'curl/8.5.0', requestId: 'req-e2e' },
      now: app.clock.now(),
      details: {
        name,
        target: { kind: 'key', id: 'key_01h2xcejqtf2nbrexx3vqjhp41' },
        changes: { paused: { from: false, to: true } },
      },
    }),
  )

test('the log is read, filtered by its address, opened, exported and verified', async () => {
  const ada = await app.person('Ada Lovelace')
  app.clock.advance(minutes(5))
  for (let n = 0; n < 60; n += 1) await append(ada.teamId, ada.id, 'key.revoked', `Key ${n}`)
  const page = await signedIn(ada)
  await page.goto('/settings/audit')
  await rows(page).nth(49).waitFor()
  await lookAt(page, 'audit-log')
  await page.getByRole('button', { name: 'Show older entries' }).click()
  await rows(page).nth(60).waitFor()

  await page.getByLabel('Action', { exact: true }).selectOption({ label: 'API keys' })
  await page.waitForURL(/area=key/)
  await page.getByLabel('Words').fill('key 5')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.waitForURL(/text=key/)
  await expect.poll(() => rows(page).count()).toBe(11)
  await page.getByLabel('Name of the view').fill('Key five')
  await page.getByRole('button', { name: 'Save view' }).click()
  await page.getByRole('button', { name: 'Key five', exact: true }).waitFor()
  await lookAt(page, 'audit-filtered')
  await page.goBack()
  await expect.poll(() => rows(page).count()).toBe(50)
  await page.getByRole('button', { name: 'Key five', exact: true }).click()
  await expect.poll(() => rows(page).count()).toBe(11)

  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export CSV' }).click()
  const file = await readFile(await (await downloading).path(), 'utf8')
  expect(file.trimEnd().split('\r\n')).toHaveLength(12)
  await page.getByText('Done: 11 entries.').waitFor()

  await page.getByRole('button', { name: 'Details' }).first().click()
  await page.getByText('In the signed log').waitFor()
  await page.getByRole('heading', { name: 'Raw record' }).waitFor()
  await lookAt(page, 'audit-entry')
  expect(page.url()).toContain('entry=aud_')
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: 'Raw record' }).waitFor({ state: 'detached' })
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Details')

  await page.getByRole('button', { name: 'Verify the whole log' }).click()
  await page.getByText(/All 6\d entries are as they were signed/).waitFor({ timeout: 30_000 })
  await lookAt(page, 'audit-verified')
  await app.sql(
    "UPDATE audit_log SET ip = '198.51.100.66' WHERE log_id = $1 AND id = (SELECT entry_id FROM audit_leaves WHERE log_id = $1 AND idx = 30)",
    [ada.teamId],
  )
  await page.getByRole('button', { name: 'Verify the whole log' }).click()
  await page.getByText(/The first problem: Entry 31 \(aud_\w+\) was changed after it was sealed/).waitFor()
  await lookAt(page, 'audit-tampered')
})

test('what is new is told and waits to be shown; nothing matching is another sentence', async () => {
  const ada = await app.person('Ada Lovelace')
  const page = await signedIn(ada)
  await page.goto('/settings/audit?area=key')
  await page.getByText('No match').waitFor()
  await lookAt(page, 'audit-no-match')
  await page.getByRole('button', { name: 'Clear filters' }).first().click()
  await rows(page).first().waitFor()
  const before = await rows(page).count()
  app.clock.advance(minutes(1))
  for (let n = 0; n < 5; n += 1) await append(ada.teamId, ada.id)
  const bar = page.getByRole('button', { name: '5 new entries, show' })
  await bar.waitFor({ timeout: 25_000 })
  expect(await rows(page).count()).toBe(before)
  await bar.click()
  await expect.poll(() => rows(page).count()).toBe(before + 5)
})

test('below Pro the tab says what is missing and why, and others than its readers are told who reads it', async () => {
  const ada = await app.person('Ada Lovelace')
  const ben = await app.person('Ben Babbage')
  await app.join(ben, ada.teamId, 'member')
  await app.sql('UPDATE teams SET trial_ends_at = NULL WHERE id = $1', [ada.teamId])
  const page = await signedIn(ada)
  await page.goto('/settings/audit')
  await page.getByText('Audit Logs start on Pro').waitFor()
  await page.getByRole('link', { name: 'See plans in Billing' }).waitFor()
  await lookAt(page, 'audit-plan')
  const other = await signedIn(ben)
  await other.goto(`/settings/audit?team=${ada.teamId}`)
  await other.getByText('Owners, admins and auditors read the audit log').waitFor()
})

test('the log is sent on to a collector, which can be paused and removed, and the secret is shown once', async () => {
  const ada = await app.person('Ada Lovelace')
  const page = await signedIn(ada)
  await page.goto('/settings/audit')
  const card = page.locator('#audit-streams')
  await card.getByRole('button', { name: 'Send the log on' }).click()
  await card.getByRole('button', { name: 'Send from now on' }).click()
  await card.getByText('Give the place a name.').first().waitFor()
  await card.getByLabel('Name').fill('SIEM')
  await card.getByLabel('Address').fill('https://127.0.0.1:9/audit')
  await card.getByRole('button', { name: 'Send from now on' }).click()
  await card.getByText('It is shown this once').waitFor()
  await lookAt(page, 'audit-stream')
  await card.getByRole('button', { name: 'I have stored it' }).click()
  await card.getByRole('button', { name: 'Pause SIEM' }).click()
  await card.getByRole('button', { name: 'Resume SIEM' }).waitFor()
  await card.getByRole('button', { name: 'Remove SIEM' }).click()
  await card.getByRole('button', { name: 'Remove', exact: true }).click()
  await card.getByText('SIEM').first().waitFor({ state: 'detached' })
})

test('the number beside the export counts the entry that reading the log just wrote, however late the list comes', async () => {
  const ada = await app.person('Ada Lovelace')
  const page = await signedIn(ada)
  await page.route(/\/audit(\?|$)/, async (asked) => {
    await new Promise((resolve) => setTimeout(resolve, 500))
    await asked.continue()
  })
  await page.goto('/settings/audit')
  await rows(page).first().waitFor()
  const shown = await rows(page).count()
  expect(await rows(page).first().textContent()).toMatch(/^Read the audit log/)
  await page.locator('#audit-export').getByText(`Export ${shown} matching events`).waitFor()
})

test('more than can be waited for is put together as a file, with its progress, and downloaded', async () => {
  const ada = await app.person('Ada Lovelace')
  await app.sql(
    `INSERT INTO audit_log (log_id, at, id, action, actor_kind, actor_id, ip, user_agent, request_id, details)
     SELECT $1, $2::timestamptz - make_interval(secs => n), 'aud_' || lpad(n::text, 26, '0'), 'key.used', 'user', $3, '203.0.113.7', 'curl/8.5.0', 'req-' || n, '{}'
     FROM generate_series(1, 100001) n`,
    [ada.teamId, app.clock.now(), ada.id],
  )
  const page = await signedIn(ada)
  await page.goto('/settings/audit')
  const card = page.locator('#audit-export')
  await card.getByText('more than 100,000 matching events').waitFor()
  await card.getByRole('button', { name: 'Prepare CSV' }).click()
  await card.getByText('Being put together').waitFor()
  await card.getByRole('progressbar').waitFor()
  await card.getByRole('button', { name: 'Prepare NDJSON' }).click()
  await card.getByText('An export you asked for is under way already').waitFor()
  await lookAt(page, 'audit-export-building')
  await app.drain()
  const link = card.getByRole('link', { name: 'Download CSV, all entries' })
  await link.waitFor({ timeout: 30_000 })
  await lookAt(page, 'audit-export-ready')
  const downloading = page.waitForEvent('download')
  await link.click()
  const file = await readFile(await (await downloading).path(), 'utf8')
  expect(file.trimEnd().split('\r\n').length).toBeGreaterThan(100_002)
  await card.getByRole('button', { name: 'Remove CSV, all entries' }).click()
  await card.getByRole('button', { name: 'Remove', exact: true }).click()
  await link.waitFor({ state: 'detached' })
})

test('who gets copies of the checkpoints is chosen in the page', async () => {
  const ada = await app.person('Ada Lovelace')
  const page = await signedIn(ada)
  await page.goto('/settings/audit')
  const card = page.locator('#audit-copies')
  await card.getByText('Nobody has the role Auditor yet').waitFor()
  await card.getByLabel('Others').fill('nobody')
  await card.getByRole('button', { name: 'Save Changes' }).click()
  await card.getByText('Write e-mail addresses such as').first().waitFor()
  await card.getByLabel('Others').fill('Books@example.com, audit@example.org')
  await card.getByLabel('They do not').check()
  await card.getByRole('button', { name: 'Save Changes' }).click()
  await card.getByText('Saved').first().waitFor()
  expect(await card.getByLabel('Others').inputValue()).toBe('audit@example.org, books@example.com')
  await lookAt(page, 'audit-copies')
  await page.reload()
  await expect.poll(() => card.getByLabel('They do not').isChecked()).toBe(true)
})
