import { inTeam } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { planOf } from '#access/subscriber.queries.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { PolicyView, policyRefusals, SetPolicy } from './policy-contract.ts'
import { policyOf } from './policy-view.ts'
import { lockTeam, type TeamRow, updateTeam } from './queries.ts'
import { unenrolledMembers } from './reminder.queries.ts'
import { tell } from './tell.ts'

/**
 * Sets the rules of a team. Asking for two-factor authentication takes nobody's role or seat: from the day on, whoever has none is led to set
 * it up before they act in this team. Whoever asks for it has it themselves, so an owner remains who can take the rule back.
 */
export const setPolicy = route({
  method: 'PUT',
  path: '/teams/{team}/policy',
  summary: 'Set the rules of a team',
  access: inTeam('team.own', { confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 60, every: minutes(15) },
  input: SetPolicy,
  output: PolicyView,
  versioned: true,
  refusals: policyRefusals,
  audit: 'team.policy_changed',

  async handle({ who, input, db, now, platform, expectedVersion, refuse, record, unchanged }) {
    return db.transaction(async (tx) => {
      const seen = (await lockTeam(tx, who.team.id)) ?? refuse('not_found')
      const view = (team: TeamRow) => policyOf(tx, platform.config, team, who.team.role, now)
      if (seen.version !== expectedVersion) refuse('changed_meanwhile', { extra: { current: await view(seen) } })
      const twoFactorFrom = input.twoFactorFrom === null ? null : new Date(input.twoFactorFrom)
      const moved = seen.two_factor_from?.getTime() !== twoFactorFrom?.getTime()
      if (moved && twoFactorFrom) {
        if (!(await planOf(tx, platform.config, seen.id, now)).teamTwoFactor)
          refuse('two_factor_not_on_plan', 'twoFactorFrom')
        if (!who.user.secondFactor) refuse('two_factor_yourself_first', 'twoFactorFrom')
      }
      const next = {
        two_factor_from: twoFactorFrom,
        password_min: input.passwordMin,
        key_lifetime_days: input.keyLifetimeDays,
        key_makers: input.keyMakers,
      }
      const changes = {
        ...(moved && { twoFactorFrom: { from: seen.two_factor_from, to: twoFactorFrom } }),
        ...changed('passwordMin', seen.password_min, input.passwordMin),
        ...changed('keyLifetimeDays', seen.key_lifetime_days, input.keyLifetimeDays),
        ...changed('keyMakers', seen.key_makers, input.keyMakers),
      }
      if (Object.keys(changes).length === 0) {
        unchanged()
        return view(seen)
      }
      const told = moved && { two_factor_week_told_at: null, two_factor_day_told_at: null }
      const saved = (await updateTeam(tx, seen, { ...next, ...told })) ?? refuse('changed_meanwhile')
      await record(tx, { target: { kind: 'team', id: seen.id }, changes })
      if (moved && twoFactorFrom) {
        const title = `${seen.name} asks for two-factor authentication`
        const says = ['From that day on you need it to act in this team. Your role and your seat are kept.']
        const link = { label: 'Set it up', path: '/settings/security#two-factor' }
        const facts = { From: twoFactorFrom }
        const to = await unenrolledMembers(tx, seen.id)
        const news = { name: 'team.two_factor_asked', teamId: seen.id, to, title, says, facts, link } as const
        if (to.length > 0) await tell(tx, platform, news, now)
      }
      return view(saved)
    })
  },
})

const changed = <T>(name: string, from: T, to: T) => (from === to ? {} : { [name]: { from, to } })
