import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { anchorOf } from './anchor.queries.ts'
import { AnchorView } from './anchor-contract.ts'

/** Who gets the latest checkpoint of a team's log by mail. */
export const showAnchor = route({
  method: 'GET',
  path: '/teams/{team}/audit/anchor',
  summary: 'Show who gets checkpoints of the audit log by mail',
  access: inTeam('audit.manage'),
  output: AnchorView,
  versioned: true,

  handle: ({ who, db }) => anchorOf(db, who.team.id),
})
