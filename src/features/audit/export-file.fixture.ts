import type { Person, TestApp } from '#tests/harness.ts'
import { buildExportFile } from './build-export-file.job.ts'
import { auditTimetable } from './routes.ts'

/** Entries enough for several pieces, and one that is told from them. */
export async function longLog(app: TestApp, rows = 6_000): Promise<Person> {
  const ada = await app.person('Ada Lovelace')
  await app.sql(
    `INSERT INTO audit_log (log_id, at, id, action, actor_kind, actor_id, ip, user_agent, request_id, details)
     SELECT $1, $2::timestamptz - make_interval(mins => n), 'aud_' || lpad(n::text, 26, '0'), 'key.used', 'user', $3, '203.0.113.7', 'curl/8.5.0', 'req-' || n,
       jsonb_build_object('n', n, 'note', repeat('x', 200)) FROM generate_series(1, $4::int) n`,
    [ada.teamId, app.clock.now(), ada.id, rows],
  )
  return ada
}

/** Where the files of a team are. */
export const files = (who: Person, team = who.teamId) => `/teams/${team}/audit/exports`

/** Asks for a file. */
export const ask = (who: Person, body: Record<string, unknown> = { format: 'csv', filters: { area: 'key' } }) =>
  who.browser.post(files(who), body)

/** The files as the page lists them. */
export const listed = async (who: Person) => (await who.browser.get(files(who))).body.items

/** Downloads a file. */
export const file = (who: Person, id: string, headers: Record<string, string> = {}) =>
  who.browser.get(`${files(who)}/${id}/file`, { headers })

/** One try of the job that puts a file together. */
export const build = (app: TestApp, team: string, id: string, attempt = 1) =>
  buildExportFile.run({
    payload: { team, id },
    platform: app.platform,
    now: app.clock.now(),
    log: app.platform.log,
    attempt,
    attempts: 5,
  })

/** What the timetable does with files that are old or given up. */
export const sweep = (app: TestApp) =>
  auditTimetable.find(({ name }) => name === 'audit.sweep_exports')?.run(app.platform, app.clock.now())

/** What the team's log says of exports, oldest first. */
export const acts = async (app: TestApp, team: string) =>
  (
    await app.sql<{ action: string }>(
      "SELECT action FROM audit_log WHERE log_id = $1 AND action LIKE 'audit.export%' ORDER BY at, id",
      [team],
    )
  ).map(({ action }) => action)
