import { inTeam } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { memberRefusals, seatRefusals } from './contract.ts'
import { insertInvitation, updateOpen } from './invitation.queries.ts'
import { Invite, InvitedView } from './invitation-contract.ts'
import { judgeLines } from './judge-lines.ts'
import { lockTeam } from './queries.ts'
import { mayGive } from './rules.ts'
import { seatsExtra, seatsOf } from './seats.ts'
import { newLink, sendInvitation } from './send-invitation.ts'
import { zoneOf } from './zone.queries.ts'

/** Invites up to 200 people in one go. Says what became of each line; who is invited already is not written to again. */
export const invite = route({
  method: 'POST',
  path: '/teams/{team}/invitations',
  summary: 'Invite people',
  access: inTeam('members.manage', { scope: 'team:manage', confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 60, every: hours(1) },
  input: Invite,
  output: InvitedView,
  idempotent: true,
  refusals: { ...seatRefusals, role_not_yours: memberRefusals.role_not_yours },
  audit: 'team.invited',
  auditRefused: ['role_not_yours'],

  async handle({ who, input, db, now, platform, refuse, record, unchanged }) {
    const { role, message } = input
    if (!mayGive(who.team.role, role)) refuse('role_not_yours', 'role')
    return db.transaction(async (tx) => {
      const team = (await lockTeam(tx, who.team.id)) ?? refuse('not_found')
      const { lines, seats } = await judgeLines(tx, platform, team.id, input.addresses, now)
      const fine = lines.filter(({ verdict }) => verdict === 'ok')
      if (fine.length === 0) {
        if (lines.some(({ verdict }) => verdict === 'over_seats'))
          refuse('seats_full', { extra: seatsExtra(seats, team.id) })
        unchanged()
        return { lines: lines.map(({ address, verdict }) => ({ address, verdict, id: null })), seats }
      }
      const said = {
        team: team.name,
        inviter: who.user?.fullName ?? team.name,
        timezone: await zoneOf(tx, who.user?.id),
      }
      const ids = new Map<string, string>()
      for (const { canonical, display, renews } of fine) {
        if (canonical === null || display === null) continue
        const { secret, row } = newLink(now)
        const id = renews?.id ?? newId('inv')
        const content = { email: display, role, message, inviter_id: who.user?.id ?? null, ...row }
        if (renews) await updateOpen(tx, renews, { ...content, asked_at: null })
        else {
          const fresh = { ended_as: null, ended_at: null, asked_at: null, created_at: now }
          await insertInvitation(tx, { team_id: team.id, id, canonical, ...content, ...fresh })
        }
        await sendInvitation(
          tx,
          platform,
          { canonical, role, message, expires_at: row.expires_at },
          { secret, ...said },
          now,
        )
        ids.set(canonical, id)
      }
      await record(tx, { role, invited: [...ids].map(([email, id]) => ({ id, email })) })
      return {
        lines: lines.map(({ address, verdict, canonical }) => ({
          address,
          verdict,
          id: verdict === 'ok' && canonical !== null ? (ids.get(canonical) ?? null) : null,
        })),
        seats: await seatsOf(tx, platform.config, team.id, now),
      }
    })
  },
})
