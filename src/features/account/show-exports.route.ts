import { signedIn } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { Exports } from './contract.ts'
import { latestExport } from './export.queries.ts'
import { exportView } from './export-view.ts'

/** The copy of their data a person asked for last, and how far it is. */
export const showExports = route({
  method: 'GET',
  path: '/account/exports',
  summary: 'Show the copy of your data',
  access: signedIn(),
  output: Exports,

  async handle({ who, db, now }) {
    const latest = await latestExport(db, who.user.id)
    const gone = latest?.expires_at && latest.expires_at <= now
    return { latest: latest && !gone ? exportView(latest) : null }
  },
})
