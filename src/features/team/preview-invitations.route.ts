import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { PreviewInvitations, PreviewView } from './invitation-contract.ts'
import { judgeLines } from './judge-lines.ts'
import { planFor } from './seats.ts'

/** Says what each pasted line would come to, and what that means for seats and money, before anybody is invited. */
export const previewInvitations = route({
  method: 'POST',
  path: '/teams/{team}/invitations/preview',
  summary: 'Check addresses before inviting them',
  access: inTeam('members.manage', { scope: 'team:manage' }),
  limit: { per: 'user', max: 300, every: minutes(10) },
  input: PreviewInvitations,
  output: PreviewView,
  audit: { none: 'nothing is changed; it is a question with a long list in it' },

  async handle({ who, input, db, now, platform, unchanged }) {
    unchanged()
    const { lines, seats, wanted } = await judgeLines(db, platform, who.team.id, input.addresses, now)
    const over = lines.some(({ verdict }) => verdict === 'over_seats')
    const larger = over ? planFor(platform.config, seats.members + seats.pending + wanted) : null
    return {
      lines: lines.map(({ address, verdict }) => ({ address, verdict })),
      seats,
      invited: lines.filter(({ verdict }) => verdict === 'ok').length,
      larger: larger && { name: larger.name, monthlyPrice: larger.monthlyPrice, members: larger.members },
    }
  },
})
