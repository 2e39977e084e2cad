import { z } from 'zod'
import type { Departure } from '#access/departure.ts'
import { inTeam } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { recipientOf } from '#features/account/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { mail } from '#platform/mail/outbox.ts'
import { DeleteTeam, deletionRefusals } from './contract.ts'
import { teamDeletedLetter } from './invitation.mail.ts'
import { everyMember } from './membership.queries.ts'
import { lockTeam } from './queries.ts'
import { teamObstacles } from './team-obstacles.ts'

/** Deletes a team with everything in it, at once: every slice ends its part in this transaction, the team's row goes last. All members are told. */
export const deleteTeam = (departures: readonly Departure[]) =>
  route({
    method: 'POST',
    path: '/teams/{team}/deletion',
    summary: 'Delete a team',
    access: inTeam('team.own', { confirmedWithin: proofLasts, secondFactor: true }),
    limit: { per: 'user', max: 20, every: minutes(15) },
    input: DeleteTeam,
    output: z.void(),
    refusals: deletionRefusals,
    audit: 'team.deleted',

    async handle({ who, input, db, now, platform, refuse, record }) {
      await db.transaction(async (tx) => {
        const team = (await lockTeam(tx, who.team.id)) ?? refuse('not_found')
        if (input.name.normalize('NFC').trim() !== team.name) refuse('name_wrong', 'name')
        const obstacles = await teamObstacles(departures, tx, team.id, now)
        if (obstacles.length > 0) refuse('deletion_blocked', { extra: { obstacles } })
        const members = await everyMember(tx, team.id)
        const target = { kind: 'team', id: team.id }
        // In the person's own log as well: nobody can open the team's any more.
        await record(
          tx,
          { target, name: team.name, members: members.length },
          { ...who.audit, logs: [team.id, who.user.id] },
        )
        for (const { endTeam } of departures) await endTeam?.(tx, platform, team.id, now)
        const letter = teamDeletedLetter(team.name, who.user.fullName)
        for (const member of members) await mail(tx, platform, recipientOf(member), letter, now)
      })
    },
  })
