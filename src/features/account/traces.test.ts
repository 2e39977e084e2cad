import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { slackServer } from '#features/notifications/slack/slack-server.fixture.ts'
import { tick } from '#features/notifications/telling.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { mail } from '#platform/mail/outbox.ts'
import { busyLife } from '#tests/busy-life.ts'
import { testApp } from '#tests/harness.ts'
import { filesWith, hiddenTracesOf, tracesOf } from '#tests/traces.ts'

// Real browsers crawl and test, on a machine that may be busy.
vi.setConfig({ testTimeout: 240_000 })

const slack = await slackServer()
// Where files of this installation would lie.
const files = await mkdtemp(join(tmpdir(), 'aegis-files-'))
afterAll(() => rm(files, { recursive: true }))
const app = await testApp({ ...slack.settings, DATA_DIR: files, AEGIS_PAYMENTS: 'practice' })
afterAll(() => slack.close())

const tablesWith = async (...words: string[]) => [
  ...new Set((await tracesOf(app, words)).map(({ table }) => table.replace('public.', ''))),
]

/** A letter that the recipient's mail server would not take. */
async function givenUpLetter(email: string, says: string): Promise<string> {
  const to = { email, fullName: 'Otto Owner', timezone: 'UTC' }
  const letter = { name: 'news', subject: 'News', preview: 'News', body: [says] }
  const id = await app.platform.db.transaction((tx) => mail(tx, app.platform, to, letter, app.clock.now()))
  await app.sql("UPDATE mail_outbox SET state = 'failed', settled_at = $2 WHERE id = $1", [id, app.clock.now()])
  return id
}

test('ASVS 14.2.7: of somebody who used everything there is, nothing is left in any table or file but what the rules allow', async () => {
  const who = await busyLife(app, slack)
  afterAll(() => who.close())
  const before = await tablesWith(who.id, ...who.words)
  // Were a table missing here, the search below would prove nothing about it.
  for (const table of ['api_keys', 'audit_views', 'billing_contacts', 'crawls', 'invitations', 'mail_outbox', 'runs'])
    expect(before).toContain(table)
  for (const table of ['notifications', 'notification_deliveries', 'notification_preferences', 'notification_rhythms'])
    expect(before).toContain(table)
  for (const table of ['passkeys', 'projects', 'schedules', 'sessions', 'slack_people', 'users'])
    expect(before).toContain(table)
  expect(before.length).toBeGreaterThan(30)
  // Two letters to the colleague that the mail server would not take: one names this person under its seal, one does not.
  const naming = await givenUpLetter(who.colleague.email, `By hand:\n${who.fullName} did it.`)
  const other = await givenUpLetter(who.colleague.email, 'Somebody did it.')
  expect((await hiddenTracesOf(app, who.words)).map(({ table }) => table)).toContain('letters')
  const invoices = await app.sql('SELECT total, billed_to FROM invoices WHERE team_id = $1', [who.teamId])
  expect(invoices).toHaveLength(1)

  app.clock.advance(minutes(1))
  await who.browser.post('/auth/confirmation', { code: who.phone.code() })
  const asked = await who.browser.post('/account/deletion', { when: 'now', password: who.password, confirm: 'DELETE' })
  expect(asked.status, asked.text).toBe(202)
  await tick(app)
  expect(await app.sql('SELECT 1 FROM users WHERE id = $1', [who.id])).toEqual([])

  expect(await tracesOf(app, who.words)).toEqual([])
  expect(await hiddenTracesOf(app, who.words)).toEqual([])
  const letterNow = async (id: string) =>
    (await app.sql('SELECT state, content, last_error FROM mail_outbox WHERE id = $1', [id]))[0]
  expect(await letterNow(naming)).toEqual({
    state: 'failed',
    content: null,
    last_error: 'It named somebody who is erased, so its text is gone.',
  })
  expect(await letterNow(other)).toEqual({ state: 'failed', content: expect.any(String), last_error: null })
  // The pseudonym: the erasure itself, audit entries, and the seals of the person's own log, which is named by it.
  const seals = ['audit_checkpoints', 'audit_leaves', 'audit_trees']
  expect((await tablesWith(who.id)).sort()).toEqual(['account_deletions', 'audit_log', ...seals].sort())
  expect(await app.sql('SELECT total, billed_to FROM invoices WHERE team_id = $1', [who.teamId])).toEqual(invoices)
  expect((await tablesWith(who.onInvoices)).sort()).toEqual(['audit_log', 'invoices'])
  const ofTeam = await app.sql<{ table: string }>(
    `SELECT c.table_name AS table FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND c.column_name = 'team_id' AND t.table_type = 'BASE TABLE' ORDER BY 1`,
  )
  const left: string[] = []
  for (const { table } of ofTeam)
    if ((await app.sql(`SELECT 1 FROM ${table} WHERE team_id = $1 LIMIT 1`, [who.teamId])).length > 0) left.push(table)
  // And the count of the keys' last minute, which is swept once it is over.
  expect(left).toEqual(['invoice_lines', 'invoices', 'key_windows', 'ledger_entries', 'payments'])

  // Nothing of a person is kept in files: the search sees what lies in the folder, and nothing does.
  const planted = join(files, 'planted.txt')
  await writeFile(planted, `Dear ${who.fullName}`)
  expect(await filesWith(files, who.words)).toEqual([planted])
  await rm(planted)
  expect(await readdir(files, { recursive: true })).toEqual([])
  expect(who.words.filter((word) => app.logged().includes(word))).toEqual([])

  // What is the colleague’s goes on: projects, results without a name, the inbox.
  const { browser, teamId } = who.colleague
  const { body } = await browser.get(`/teams/${teamId}/runs`)
  expect(body.items.length).toBeGreaterThan(1)
  expect(JSON.stringify(body)).toContain('Former member')
  expect((await browser.get(`/teams/${teamId}/inbox`)).body.items.length).toBeGreaterThan(0)
})
