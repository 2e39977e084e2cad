import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { days, earlier, minutes } from '#platform/clock.ts'
import { digest } from '#platform/crypto/secrets.ts'
import { route } from '#platform/http/route.ts'
import { invitationBy, updateOpen } from './invitation.queries.ts'
import { InvitationToken } from './invitation-contract.ts'
import { memberOf } from './membership.queries.ts'
import { tell } from './tell.ts'

/**
 * Asks for a new link when the one in the letter has expired. Whoever invited is told, at most once a day; when they have left, everybody who
 * manages members is. The answer is the same whatever the link is.
 */
export const askAgain = route({
  method: 'POST',
  path: '/invitations/renewals',
  summary: 'Ask for a new invitation in place of an expired one',
  access: anyone('the letter’s secret tells whose invitation it is'),
  limit: { per: 'network', max: 20, every: minutes(60) },
  input: InvitationToken,
  output: z.object({ state: z.literal('asked') }),
  status: 202,
  audit: 'team.invitation_asked_again',

  async handle({ input, db, now, platform, record, unchanged }) {
    const state = { state: 'asked' as const }
    const found = await invitationBy(db, { digest: digest(input.token) })
    const askedLately = found?.asked_at && found.asked_at > earlier(now, days(1))
    if (!found || found.ended_as !== null || found.expires_at > now || askedLately) {
      unchanged()
      return state
    }
    await db.transaction(async (tx) => {
      if (!(await updateOpen(tx, found, { asked_at: now }))) return unchanged()
      const target = { kind: 'invitation', id: found.id }
      const subject = { actor: { kind: 'nobody' as const, id: null }, logs: [found.team_id] }
      await record(tx, { target, email: found.canonical }, subject)
      const inviter = found.inviter_id && (await memberOf(tx, found.team_id, found.inviter_id))
      const to = inviter ? [inviter.user_id] : ('members.manage' as const)
      const title = `${found.email} asks for a new invitation to ${found.team_name}`
      const says = ['The link they have has expired. “Send again” gives them a new one for seven days.']
      const link = { label: 'Send it again', path: `/settings/team?team=${found.team_id}&status=expired` }
      await tell(tx, platform, { name: 'team.asked_again', teamId: found.team_id, to, title, says, link }, now)
    })
    return state
  },
})
