import { inTeam } from '#access/guard.ts'
import { may } from '#access/permissions.ts'
import { refuseCommon } from '#platform/http/refusal.ts'
import { route } from '#platform/http/route.ts'
import { MembersQuery, MembersView } from './contract.ts'
import { viewOf } from './member-view.ts'
import { cursorOf, placeOf } from './members-cursor.ts'
import { listedMembers } from './members-list.queries.ts'
import { rolesToGive } from './rules.ts'
import { seatsOf } from './seats.ts'

/** Who belongs to a team and who is invited: searched, filtered, sorted, page by page. */
export const listMembers = route({
  method: 'GET',
  path: '/teams/{team}/members',
  summary: 'List members and invited people',
  access: inTeam('members.view', { scope: 'team:read' }),
  query: MembersQuery,
  output: MembersView,

  async handle({ who, query: { cursor, limit, twoFactor, search, ...asked }, db, now, platform }) {
    const by = { role: who.team.role, userId: who.user?.id ?? null }
    const after = cursor === undefined ? undefined : (placeOf(cursor) ?? badCursor())
    // Who has no second factor is told only to those who may do something about it; others cannot sort by what they may not see.
    const manages = may(by.role, 'members.manage')
    const sort = asked.sort === 'active' && !manages ? 'name' : asked.sort
    const typed = search?.normalize('NFC').replaceAll('\u0000', '').trim()
    const wanted = { ...asked, sort, search: typed || undefined, twoFactor: manages ? twoFactor : undefined }
    const rows = await listedMembers(db, who.team.id, { ...wanted, after, limit: limit + 1 }, now)
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return {
      items: page.map((row) => viewOf(row, by, now)),
      nextCursor: rows.length > limit && last ? cursorOf(last) : null,
      seats: await seatsOf(db, platform.config, who.team.id, now),
      rolesToGive: rolesToGive(by.role),
    }
  },
})

const badCursor = (): never =>
  refuseCommon('invalid', {
    fields: [{ field: 'query.cursor', code: 'invalid', message: 'Use the nextCursor of the page before.' }],
  })
