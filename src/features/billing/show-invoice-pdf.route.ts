import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { issuedInvoice } from './invoice.queries.ts'
import { written } from './written-invoice.ts'

/** One invoice as PDF. */
export const showInvoicePdf = route({
  method: 'GET',
  path: '/teams/{team}/billing/invoices/{invoice}/pdf',
  summary: 'Download an invoice as PDF',
  access: inTeam('billing.view', { scope: 'billing:read' }),
  limit: { per: 'user', max: 120, every: minutes(10) },
  output: z.instanceof(Buffer),
  media: 'application/pdf',

  async handle({ who: { team }, params, db, platform, refuse, setHeader }) {
    const invoice = (await issuedInvoice(db, team.id, params.invoice)) ?? refuse('not_found')
    setHeader('Content-Disposition', `attachment; filename="invoice-${invoice.number}.pdf"`)
    return written(db, platform, invoice)
  },
})
