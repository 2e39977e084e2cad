import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { issuedInvoice, linesOf } from './invoice.queries.ts'
import { invoicePdf } from './invoice-pdf.ts'

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
    return invoicePdf(invoice, await linesOf(db, [invoice.id]), platform.config.AEGIS_SELLER)
  },
})
