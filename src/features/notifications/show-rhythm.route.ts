import { signedIn } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { RhythmView } from './contract.ts'
import { rhythmOf } from './preference.queries.ts'
import { noRhythm } from './rhythm.ts'

/** When this person wants to be told. */
export const showRhythm = route({
  method: 'GET',
  path: '/account/notification-rhythm',
  summary: 'Show my quiet hours and digest',
  access: signedIn(),
  output: RhythmView,
  handle: async ({ who, db }) => (await rhythmOf(db, who.user.id)) ?? noRhythm,
})
