import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'

const app = await testApp()

test('a person owns fifty teams at most, however many are made at once; each is in both logs once', async () => {
  const ada = await app.person('Ada Founder')
  await app.sql(
    `WITH more AS (INSERT INTO teams SELECT (jsonb_populate_record(t, jsonb_build_object('id', 'team_' || lpad(n::text, 26, '0')))).*
       FROM teams t, generate_series(1, 47) n WHERE t.id = $1 RETURNING id)
     INSERT INTO memberships (team_id, user_id, role, joined_at) SELECT id, $2, 'owner', $3 FROM more`,
    [ada.teamId, ada.id, app.clock.now()],
  )
  const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => ada.browser.post('/teams', { name: `Team ${n}` })))
  const made = answers.filter(({ status }) => status === 201).map(({ body }) => body.id)
  expect(made).toHaveLength(2)
  expect(answers.filter(({ body }) => body.code === 'too_many_teams')).toHaveLength(4)
  const rows = await app.sql<{ log_id: string; target_id: string }>(
    "SELECT log_id, target_id FROM audit_log WHERE action = 'team.created' AND target_id = ANY($1)",
    [made],
  )
  const expected = made.flatMap((id: string) => [`${ada.id} ${id}`, `${id} ${id}`])
  expect(rows.map(({ log_id, target_id }) => `${log_id} ${target_id}`).sort()).toEqual(expected.sort())
})

test('its maker owns it, it is on no trial, and nobody else finds it', async () => {
  const [ada, zoe] = [await app.person('Ada Founder'), await app.person('Zoe Other')]
  const { body } = await ada.browser.post('/teams', { name: 'Second' })
  expect(body).toMatchObject({ name: 'Second', role: 'owner', memberCount: 1 })
  expect((await ada.browser.get('/account')).body.teams).toHaveLength(2)
  const [row] = await app.sql<{ trial_ends_at: Date | null }>('SELECT trial_ends_at FROM teams WHERE id = $1', [
    body.id,
  ])
  expect(row?.trial_ends_at).toBeNull()
  expect((await zoe.browser.get(`/teams/${body.id}`)).status).toBe(404)
  for (const name of ['', '   ', 'x'.repeat(200)]) expect((await ada.browser.post('/teams', { name })).status).toBe(400)
})
