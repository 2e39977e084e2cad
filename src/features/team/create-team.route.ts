import { signedIn } from '#access/guard.ts'
import { lockUser } from '#access/queries.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { createRefusals, NameTeam, TeamView } from './contract.ts'
import { createTeam as makeTeam } from './make-team.ts'
import { countOwned } from './queries.ts'
import { mostOwned } from './rules.ts'
import { viewOfTeam } from './team-view.ts'

/** Makes another team, with whoever asks as its owner. Only a person's first team is on trial. */
export const createTeam = route({
  method: 'POST',
  path: '/teams',
  summary: 'Create a team',
  access: signedIn(),
  limit: { per: 'user', max: 10, every: hours(1) },
  input: NameTeam,
  output: TeamView,
  status: 201,
  idempotent: true,
  refusals: createRefusals,
  audit: 'team.created',

  async handle({ who, input: { name }, db, now, platform, refuse, record }) {
    return db.transaction(async (tx) => {
      await lockUser(tx, who.user.id) // one after another, so that no two count the same
      if ((await countOwned(tx, who.user.id)) >= mostOwned) refuse('too_many_teams')
      const id = await makeTeam(tx, { ownerId: who.user.id, name, trialDays: platform.config.AEGIS_TRIAL_DAYS }, now)
      await record(tx, { target: { kind: 'team', id }, name }, { ...who.audit, logs: [who.user.id, id] })
      const seen = { team: { id, role: 'owner' as const }, user: who.user }
      return (await viewOfTeam(tx, seen, now)) ?? refuse('not_found')
    })
  },
})
