import { inTeam } from '#access/guard.ts'
import { earlier, later } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { FormerMembersView } from './contract.ts'
import { formerMembers } from './former.queries.ts'
import { initialsOf } from './member-view.ts'
import { restorableFor } from './rules.ts'

/** Who was removed in the last 30 days. */
export const listFormer = route({
  method: 'GET',
  path: '/teams/{team}/former-members',
  summary: 'List recently removed members',
  access: inTeam('members.manage', { scope: 'team:manage' }),
  output: FormerMembersView,

  async handle({ who, db, now }) {
    const rows = await formerMembers(db, who.team.id, earlier(now, restorableFor))
    return {
      items: rows.map((row) => ({
        id: row.user_id,
        name: row.full_name,
        email: row.email,
        initials: initialsOf(row.full_name),
        role: row.role,
        removedBy: row.remover,
        removedAt: row.removed_at,
        restorableUntil: later(row.removed_at, restorableFor),
      })),
    }
  },
})
