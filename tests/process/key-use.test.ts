import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { firstPerson, startedOn } from './on-data.ts'
import { emptyFolder } from './program.ts'

/** The program on this data, and what it answers a key. */
async function started(data: string) {
  const running = await startedOn(data)
  const ask = async (secret: string) =>
    (await fetch(`${running.origin}/api/v1/key`, { headers: { authorization: `Bearer ${secret}` } })).status
  return { ...running, ask }
}

test('kill -9: a first use is never lost, and of the sums only what the last second held', async () => {
  const data = join(await emptyFolder(), 'd')
  const first = await started(data)
  const { cookie, teamId } = await firstPerson(first)
  const make = async () => {
    const body = { name: 'CI', kind: 'personal', scopes: ['team:read'] }
    return (await (await first.send(`/teams/${teamId}/keys`, body, cookie)).json()) as {
      key: { id: string }
      secret: string
    }
  }
  const [often, once] = [await make(), await make()]
  for (let i = 0; i < 15; i++) expect(await first.ask(often.secret)).toBe(200)
  // Nobody looks meanwhile: after a second, and what one write takes, they must be there of themselves.
  await wait(2_500)
  for (let i = 0; i < 5; i++) expect(await first.ask(often.secret)).toBe(200)
  expect(await first.ask(once.secret)).toBe(200)
  first.program.child.kill('SIGKILL')
  await first.program.ended

  const second = await started(data)
  for (const table of ['key_days', 'key_hours']) {
    const { rows } = await second.client.query(`SELECT sum(uses)::int AS uses FROM ${table} WHERE key_id = $1`, [
      often.key.id,
    ])
    // The hour leaves out the first use, which has a row of its own.
    const firstUse = table === 'key_hours' ? 1 : 0
    expect(rows[0].uses, table).toBeGreaterThanOrEqual(15 - firstUse)
    expect(rows[0].uses, table).toBeLessThanOrEqual(20 - firstUse)
  }
  const { rows } = await second.client.query(
    "SELECT target_id FROM audit_log WHERE action = 'key.used_from_new_address' AND log_id = $1 ORDER BY target_id",
    [teamId],
  )
  expect(rows.map((row) => row.target_id)).toEqual([often.key.id, once.key.id].toSorted())
  expect(await second.ask(once.secret)).toBe(200)
  second.program.child.kill('SIGTERM')
  await second.program.ended
})

test('a clean stop writes every use', async () => {
  const data = join(await emptyFolder(), 'd')
  const first = await started(data)
  const { cookie, teamId } = await firstPerson(first)
  const body = { name: 'CI', kind: 'service', scopes: ['team:read'] }
  const made = (await (await first.send(`/teams/${teamId}/keys`, body, cookie)).json()) as { secret: string }
  for (let i = 0; i < 7; i++) expect(await first.ask(made.secret)).toBe(200)
  await first.client.end()
  first.program.child.kill('SIGTERM')
  await first.program.ended
  const second = await started(data)
  expect((await second.client.query('SELECT sum(uses)::int AS uses FROM key_days')).rows).toEqual([{ uses: 7 }])
})
