import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { KeysQuery, KeysView } from './contract.ts'
import { viewFrom } from './key-view.ts'
import { listedKeys } from './list.queries.ts'
import { managesKeys } from './rules.ts'
import { viewerOf } from './viewer.ts'

/** The keys of a team, newest first: everybody's for those who manage keys, one's own for others. */
export const listKeys = route({
  method: 'GET',
  path: '/teams/{team}/keys',
  summary: 'List API keys',
  access: inTeam('keys.use', { scope: 'keys:read' }),
  query: KeysQuery,
  output: KeysView,

  async handle({ who, query: { cursor, limit }, db, now }) {
    const viewer = viewerOf(who)
    // Nobody's id is empty: a viewer without a person who may not manage keys sees none.
    const ownerId = managesKeys(viewer) ? null : (viewer.userId ?? '-')
    const rows = await listedKeys(db, who.team.id, { ownerId, cursor, limit: limit + 1 }, now)
    const page = rows.slice(0, limit)
    return {
      items: page.map((row) => viewFrom(row, who.team, viewer, now)),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    }
  },
})
