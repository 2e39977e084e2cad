import type { Platform } from '#platform/platform.ts'
import type { Person, TestApp } from '#tests/harness.ts'
import { useUp } from './public.ts'

let events = 0

/** An event id nobody used. */
export const freshEvent = (): string => `evt_${++events}`

/** Uses something up in a transaction of its own, as the slices above do. */
export const use = (
  platform: Platform,
  teamId: string,
  now: Date,
  more: { meter?: 'crawls' | 'runs'; amount?: number; eventId?: string; projectId?: string; keyId?: string } = {},
) =>
  platform.db.transaction((tx) => useUp(tx, platform, { teamId, meter: 'runs', eventId: freshEvent(), ...more }, now))

/** Ends the trial, so that the team is on the basic plan; its period begins at that moment. */
export const endTrial = (app: TestApp, teamId: string) =>
  app.sql('UPDATE teams SET trial_ends_at = $2 WHERE id = $1', [teamId, app.clock.now()])

/** Puts a team on a plan from now on. */
export const putOnPlan = async (app: TestApp, teamId: string, planId: string, anchorAt = app.clock.now()) => {
  const now = app.clock.now()
  await app.sql('UPDATE plan_periods SET ends_at = $2 WHERE team_id = $1 AND ends_at IS NULL AND starts_at < $2', [
    teamId,
    now,
  ])
  await app.sql('INSERT INTO plan_periods (team_id, starts_at, plan_id, anchor_at) VALUES ($1, $2, $3, $4)', [
    teamId,
    now,
    planId,
    anchorAt,
  ])
}

/** Subjects of the usage letters somebody has received. */
export const usageLetters = async (app: TestApp, person: Person): Promise<string[]> =>
  (await app.mail(person.email))
    .map(({ subject }) => subject)
    .filter((subject) => /(crawls|test runs|projects|team members)/.test(subject))
