import { ok } from 'node:assert/strict'
import { expect } from 'vitest'
import type { Role } from '#access/principal.ts'
import { newId } from '#platform/ids.ts'
import type { Person, TestApp } from '#tests/harness.ts'

/** Gives a team a plan without a limit of seats, so that a test about something else does not run into it. */
export async function roomy(app: TestApp, teamId: string): Promise<void> {
  await onPlan(app, teamId, 'enterprise')
}

/** Puts a team on a plan of the catalogue. */
export async function onPlan(app: TestApp, teamId: string, plan: string): Promise<void> {
  await app.sql('DELETE FROM plan_periods WHERE team_id = $1', [teamId])
  await app.sql('INSERT INTO plan_periods (team_id, starts_at, plan_id, anchor_at) VALUES ($1, $2, $3, $2)', [
    teamId,
    app.clock.now(),
    plan,
  ])
}

/** A new person who belongs to a team with this role. */
export async function memberIn(app: TestApp, teamId: string, role: Role, name = 'Max Member'): Promise<Person> {
  const person = await app.person(name)
  await app.join(person, teamId, role)
  return person
}

/** Invites through the API; answers the id. */
export async function invited(person: Person, teamId: string, email: string, role = 'member'): Promise<string> {
  const answer = await person.browser.post(`/teams/${teamId}/invitations`, { addresses: [email], role, message: '' })
  ok(answer.status === 200 && answer.body.lines[0].id, answer.text)
  return answer.body.lines[0].id
}

/** The secret of the latest letter with an invitation. */
export async function inviteToken(app: TestApp, email: string): Promise<string> {
  const letter = (await app.mail(email)).findLast(({ text }) => text.includes('/invitation#'))
  ok(letter, `${email} has no invitation`)
  return letter.token('/invitation')
}

/** An offer of ownership from an owner to a member, past the API. */
export async function offered(app: TestApp, teamId: string, from: string, to: string, shared = false): Promise<void> {
  await app.sql(
    `INSERT INTO ownership_offers (team_id, from_id, to_id, shared, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $5::timestamptz + interval '7 days')
     ON CONFLICT (team_id) DO UPDATE SET from_id = $2, to_id = $3, shared = $4, expires_at = excluded.expires_at`,
    [teamId, from, to, shared, app.clock.now()],
  )
}

/** Gives somebody two-factor authentication, past the API. */
export async function enrolled(app: TestApp, person: Person): Promise<void> {
  const sql = `INSERT INTO authenticators (id, user_id, name, secret, created_at, confirmed_at)
    VALUES ($1, $2, 'x', 'x', now(), now())`
  await app.sql(sql, [newId('otp'), person.id])
  await app.sql("SELECT pg_notify('aegis_changed', 'user:' || $1)", [person.id])
  // Told by another connection than the node's own, so the person's session hears of it a moment later.
  await expect.poll(async () => (await person.browser.get('/auth/confirmation')).body.factors).toContain('code')
}

/** The roles of a team by person. */
export async function rolesIn(app: TestApp, teamId: string): Promise<Record<string, string>> {
  const rows = await app.sql<{ user_id: string; role: string }>(
    'SELECT user_id, role FROM memberships WHERE team_id = $1',
    [teamId],
  )
  return Object.fromEntries(rows.map(({ user_id, role }) => [user_id, role]))
}

/** What the team's log says of an action, oldest first. */
export const auditedIn = (app: TestApp, teamId: string, action: string) =>
  app.sql<{ actor_id: string | null; target_id: string | null; details: Record<string, unknown> }>(
    'SELECT actor_id, target_id, details FROM audit_log WHERE log_id = $1 AND action = $2 ORDER BY at, id',
    [teamId, action],
  )
