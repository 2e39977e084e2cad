import { inTeam } from '#access/guard.ts'
import { earlier, hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { staleInvitations } from './invitation.queries.ts'
import { mostAddresses, ResentView } from './invitation-contract.ts'
import { lockTeam } from './queries.ts'
import { resend } from './resend.ts'
import { mayGive, staleAfter } from './rules.ts'
import { seatsLeft, seatsOf } from './seats.ts'

/** Sends every invitation again that has expired or was not answered for three days, as far as there are seats; up to 200 in one go. */
export const resendStale = route({
  method: 'POST',
  path: '/teams/{team}/invitations/stale/letters',
  summary: 'Send all stale invitations again',
  access: inTeam('members.manage', { scope: 'team:manage' }),
  limit: { per: 'user', max: 20, every: hours(1) },
  output: ResentView,
  audit: 'team.invitations_resent',

  async handle({ who, db, now, platform, refuse, record, unchanged }) {
    return db.transaction(async (tx) => {
      const team = (await lockTeam(tx, who.team.id)) ?? refuse('not_found')
      const asked = { now, sentBefore: earlier(now, staleAfter), most: mostAddresses }
      const stale = (await staleInvitations(tx, team.id, asked)).filter(({ role }) => mayGive(who.team.role, role))
      let left = seatsLeft(await seatsOf(tx, platform.config, team.id, now))
      const sent: { id: string; email: string }[] = []
      let overSeats = 0
      for (const one of stale) {
        // One that has not expired holds its seat already.
        const takesSeat = one.expires_at <= now
        if (takesSeat && left < 1) overSeats += 1
        else {
          if (takesSeat) left -= 1
          await resend(tx, platform, one, { team: team.name, inviter: who.user }, now)
          sent.push({ id: one.id, email: one.canonical })
        }
      }
      if (sent.length === 0) unchanged()
      else await record(tx, { sent, overSeats })
      return { sent: sent.length, overSeats }
    })
  },
})
