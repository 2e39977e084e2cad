import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { downloadRefusals } from './contract.ts'
import { exportOf, piecesOf } from './export.queries.ts'

/** Hands the archive over. It holds everything, so it asks for a fresh proof like the copy itself did, and every download is in the log. */
export const downloadExport = route({
  method: 'GET',
  path: '/account/exports/{id}/archive',
  summary: 'Download the copy of your data',
  access: signedIn({ confirmedWithin: proofLasts, secondFactor: true }),
  limit: { per: 'user', max: 30, every: hours(1) },
  output: z.instanceof(Buffer),
  media: 'application/zip',
  refusals: downloadRefusals,
  audit: 'account.export_downloaded',

  async handle({ who, params, db, now, platform, refuse, record, setHeader }) {
    const found = (await exportOf(db, who.user.id, params.id)) ?? refuse('not_found')
    if (!found.ready_at) return refuse('export_not_ready')
    if (!found.expires_at || found.expires_at <= now) return refuse('export_expired')
    const pieces = (await piecesOf(db, found.id)).map((sealed, piece) =>
      platform.sealer.open(sealed, `${found.id}:${piece}`),
    )
    await db.transaction((tx) => record(tx, { target: { kind: 'export', id: found.id } }))
    const day = found.ready_at.toISOString().slice(0, 10)
    setHeader('Content-Disposition', `attachment; filename="aegisrunner-data-${day}.zip"`)
    return Buffer.concat(pieces)
  },
})
