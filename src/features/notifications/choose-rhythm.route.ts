import { signedIn } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { RhythmInput, RhythmView } from './contract.ts'
import { rhythmOf, storeRhythm } from './preference.queries.ts'
import { noRhythm } from './rhythm.ts'

/** Quiet hours and daily digest of a person, in their own zone. What waits already leaves when it was to leave. */
export const chooseRhythm = route({
  method: 'PUT',
  path: '/account/notification-rhythm',
  summary: 'Choose my quiet hours and digest',
  access: signedIn(),
  input: RhythmInput,
  output: RhythmView,
  audit: 'notifications.rhythm_chosen',

  async handle({ who, input, db, record, unchanged }) {
    await db.transaction(async (tx) => {
      const before = (await rhythmOf(tx, who.user.id)) ?? noRhythm
      const names = ['quietFrom', 'quietUntil', 'digestAt'] as const
      const changed = names.filter((name) => before[name] !== input[name])
      if (changed.length === 0) return unchanged()
      await storeRhythm(tx, who.user.id, input)
      const changes = Object.fromEntries(changed.map((name) => [name, { from: before[name], to: input[name] }]))
      await record(tx, { changes })
    })
    return input
  },
})
