import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { issuedInvoices } from './invoice.queries.ts'
import { written } from './written-invoice.ts'
import { zipOf } from './zip.ts'

// Ten years of monthly invoices, and as many changes in between.
const most = 500

/** Every invoice of a team as PDF, in one zip. */
export const downloadInvoices = route({
  method: 'GET',
  path: '/teams/{team}/billing/invoices/archive',
  summary: 'Download all invoices as a zip',
  access: inTeam('billing.view', { scope: 'billing:read' }),
  limit: { per: 'user', max: 20, every: hours(1) },
  output: z.instanceof(Buffer),
  media: 'application/zip',

  async handle({ who: { team }, db, platform, setHeader }) {
    const invoices = await issuedInvoices(db, team.id, { limit: most })
    setHeader('Content-Disposition', 'attachment; filename="aegisrunner-invoices.zip"')
    const files = []
    for (const invoice of invoices) {
      const bytes = await written(db, platform, invoice)
      files.push({ name: `invoice-${invoice.number}.pdf`, bytes, at: invoice.issued_at ?? invoice.created_at })
    }
    return zipOf(files)
  },
})
