import type { Belonging, Departure } from '#access/departure.ts'
import { signedIn } from '#access/guard.ts'
import { leaverOf } from '#access/leaving.queries.ts'
import { route } from '#platform/http/route.ts'
import { DeletionPreview } from './contract.ts'
import { obstaclesTo } from './obstacles.ts'

/** What deleting one's own account would take, what stays and why, and what stands in the way; asked of every slice, in their order. */
export const previewDeletion = (departures: readonly Departure[]) =>
  route({
    method: 'GET',
    path: '/account/deletion/preview',
    summary: 'Show what deleting your account would mean',
    access: signedIn(),
    output: DeletionPreview,

    async handle({ who, db, now, refuse }) {
      const leaver = (await leaverOf(db, who.user.id)) ?? refuse('signed_out')
      const found: Belonging[] = []
      // The account and its teams first: what people look for.
      for (const { belongings } of departures.toReversed()) found.push(...((await belongings?.(db, leaver, now)) ?? []))
      const lines = found.filter(({ count }) => count > 0)
      return {
        obstacles: (await obstaclesTo(departures, db, leaver, now)).map(({ fixes, ...rest }) => ({
          ...rest,
          fixes: [...fixes],
        })),
        goes: lines.filter(({ stays }) => !stays).map(({ what, count }) => ({ what, count })),
        stays: lines.filter(({ stays }) => stays).map(({ what, count, why = '' }) => ({ what, count, why })),
      }
    },
  })
