import { afterAll, expect, test, vi } from 'vitest'
import { slackServer } from '#features/notifications/slack/slack-server.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { busyLife } from '#tests/busy-life.ts'
import { testApp } from '#tests/harness.ts'
import { tracesOf } from '#tests/traces.ts'
import { entriesOf, exportsIn } from './export.fixture.ts'

// Real browsers crawl and test, on a machine that may be busy.
vi.setConfig({ testTimeout: 240_000 })

const slack = await slackServer()
const app = await testApp({ ...slack.settings, AEGIS_PAYMENTS: 'practice' })
afterAll(() => slack.close())
const { archive } = exportsIn(app)

/** Where the archive has what a table holds of the person: the file, and what of each of their rows must stand in it. */
const held: Record<string, [file: string, values: string]> = {
  api_keys: ['api-keys.json', 'SELECT id FROM api_keys WHERE owner_id = $1'],
  audit_log: [
    'acts-in-teams.json',
    'SELECT id FROM audit_log WHERE actor_id = $1 AND log_id <> $1 UNION SELECT ip FROM audit_log WHERE actor_id = $1 AND log_id <> $1 AND ip IS NOT NULL',
  ],
  audit_readings: ['audit-reading.json', 'SELECT team_id FROM audit_readings WHERE reader = $1'],
  audit_views: ['audit-reading.json', 'SELECT id FROM audit_views WHERE created_by = $1'],
  authenticators: ['two-factor.json', 'SELECT id FROM authenticators WHERE user_id = $1'],
  avatars: ['picture.webp', "SELECT 'WEBP' FROM avatars WHERE user_id = $1"],
  backup_codes: ['two-factor.json', "SELECT 'backupCodes' FROM backup_codes WHERE user_id = $1"],
  billing_contacts: [
    'billing-contacts.json',
    'SELECT team_id FROM billing_contacts WHERE email = (SELECT email FROM users WHERE id = $1)',
  ],
  crawls: ['crawls-and-runs.json', "SELECT id FROM crawls WHERE asked_by ->> 'id' = $1"],
  email_changes: ['profile.json', 'SELECT new_email FROM email_changes WHERE user_id = $1'],
  former_members: ['team-changes.json', 'SELECT user_id FROM former_members WHERE user_id = $1 OR removed_by = $1'],
  invitations: [
    'invitations.json',
    'SELECT email FROM invitations WHERE inviter_id = $1 OR email = (SELECT email FROM users WHERE id = $1)',
  ],
  known_devices: ['browsers.json', 'SELECT id FROM known_devices WHERE user_id = $1'],
  mail_outbox: [
    'letters.json',
    'SELECT m.subject FROM mail_outbox m JOIN users u ON m.recipient IN (u.email, u.notification_email) WHERE u.id = $1',
  ],
  memberships: ['teams.json', 'SELECT team_id FROM memberships WHERE user_id = $1'],
  notification_deliveries: ['notifications.json', 'SELECT team_id FROM notification_deliveries WHERE user_id = $1'],
  notification_preferences: ['notifications.json', 'SELECT type FROM notification_preferences WHERE user_id = $1'],
  notification_rhythms: ['notifications.json', 'SELECT quiet_from::text FROM notification_rhythms WHERE user_id = $1'],
  notifications: [
    'notifications.json',
    `SELECT n.event ->> 'title' FROM notifications n JOIN notification_deliveries d
       ON d.team_id = n.team_id AND d.notification_id = n.id WHERE d.user_id = $1`,
  ],
  passkeys: ['passkeys.json', 'SELECT id FROM passkeys WHERE user_id = $1'],
  projects: ['projects.json', 'SELECT id FROM projects WHERE created_by = $1'],
  runs: ['crawls-and-runs.json', "SELECT id FROM runs WHERE asked_by ->> 'id' = $1"],
  schedules: ['projects.json', 'SELECT id FROM schedules WHERE created_by = $1'],
  sessions: ['sessions.json', 'SELECT id FROM sessions WHERE user_id = $1'],
  slack_people: ['notifications.json', 'SELECT slack_user_id FROM slack_people WHERE user_id = $1'],
  suites: ['projects.json', 'SELECT id FROM suites WHERE created_by = $1'],
  trials_begun: ['team-changes.json', "SELECT 'beganAt' FROM trials_begun WHERE user_id = $1"],
  users: [
    'profile.json',
    'SELECT unnest(ARRAY[email, full_name, notification_email, phone, company, job_title]) FROM users WHERE id = $1',
  ],
}

/** Tables that name the person and whose rows are no part of the archive. */
const leftOut: Record<string, string> = {
  account_exports: 'the archive itself',
  account_export_pieces: 'the archive itself, sealed',
  audit_checkpoints: 'seals over the own log, whose entries are in activity.json',
  audit_leaves: 'seals over the own log, whose entries are in activity.json',
  audit_trees: 'seals over the own log, whose entries are in activity.json',
  idempotency_keys: 'answers kept for a day for repeated requests; sealed',
  key_hours: 'uses of keys in this hour; they stand in the log when it is over',
  one_time_tokens: 'digests of links',
  passwords: 'the hash of the password; when it was changed is in profile.json',
  passkey_ceremonies: 'challenges of some minutes',
  rate_limits: 'counts of requests for some minutes',
  second_factor_attempts: 'a count of wrong codes for some minutes',
  sign_in_challenges: 'sign-ins of some minutes',
}

test('whatever table names the person, the archive has what it holds, or the list says why not', async () => {
  const who = await busyLife(app, slack)
  afterAll(() => who.close())
  app.clock.advance(minutes(1))
  expect((await who.browser.post('/auth/confirmation', { code: who.phone.code() })).status).toBe(200)
  const asked = await who.browser.post('/account/exports')
  expect(asked.status, asked.text).toBe(202)
  const traces = await tracesOf(app, [who.id, ...who.words])
  const named = [...new Set(traces.map(({ table }) => table))].filter((table) => table.startsWith('public.'))
  const found = named.map((table) => table.slice('public.'.length))
  expect(found.filter((table) => !held[table] && !leftOut[table])).toEqual([])
  expect(Object.keys(held).filter((table) => !found.includes(table))).toEqual([])

  const expected: [table: string, file: string, value: string][] = []
  for (const [table, [file, values]] of Object.entries(held)) {
    const rows = await app.sql(values, [who.id])
    expect(rows.length, table).toBeGreaterThan(0)
    for (const row of rows) for (const value of Object.values(row)) expected.push([table, file, value])
  }
  await app.drain()
  const { status, bytes } = await archive(who, asked.body.id)
  expect(status).toBe(200)
  const files = await entriesOf(bytes)
  const spelled = (value: string) => JSON.stringify(value).slice(1, -1)
  expect(expected.filter(([, file, value]) => !files[file]?.includes(spelled(value)))).toEqual([])

  // Letters are told of, not repeated: their links open doors.
  const secrets = app.mailbox
    .all()
    .flatMap(({ text }) => [...text.matchAll(/#([\w-]{43,})/g)].map(([, token = '']) => token))
  expect(secrets.length).toBeGreaterThan(5)
  const all = Object.values(files).join('\n')
  expect(secrets.filter((secret) => all.includes(secret))).toEqual([])
})
