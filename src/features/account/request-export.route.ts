import type { Departure } from '#access/departure.ts'
import { signedIn } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { enqueue } from '#platform/jobs/job.ts'
import { buildExport } from './build-export.job.ts'
import { Export, exportRefusals } from './contract.ts'
import { exportById, insertExport } from './export.queries.ts'
import { exportView } from './export-view.ts'
import { lockPerson } from './queries.ts'

/** “Download my data”: asks for a copy of everything held about oneself. It is put together by a job; a letter says when it is ready. */
export const requestExport = (departures: readonly Departure[]) =>
  route({
    method: 'POST',
    path: '/account/exports',
    summary: 'Ask for a copy of your data',
    access: signedIn({ confirmedWithin: proofLasts, secondFactor: true }),
    limit: { per: 'user', max: 10, every: hours(1) },
    output: Export,
    status: 202,
    refusals: exportRefusals,
    audit: 'account.export_requested',

    async handle({ who, db, now, refuse, record }) {
      const id = newId('exp')
      return db.transaction(async (tx) => {
        if (!(await lockPerson(tx, who.user.id))) return refuse('signed_out')
        const parts = departures.filter((one) => one.export).length
        if (!(await insertExport(tx, { id, userId: who.user.id, parts }, now))) return refuse('export_under_way')
        await enqueue(tx, buildExport(departures), { id })
        await record(tx, { target: { kind: 'export', id } })
        const row = (await exportById(tx, id)) ?? refuse('not_found')
        return exportView(row)
      })
    },
  })
