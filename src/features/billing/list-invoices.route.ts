import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { InvoicesQuery, InvoicesView } from './contract.ts'
import { issuedInvoices } from './invoice.queries.ts'
import { invoiceViews } from './invoice-view.ts'

/** A team's invoices, newest first. */
export const listInvoices = route({
  method: 'GET',
  path: '/teams/{team}/billing/invoices',
  summary: 'List invoices',
  access: inTeam('billing.view', { scope: 'billing:read' }),
  query: InvoicesQuery,
  output: InvoicesView,

  async handle({ who: { team }, query: { cursor, limit }, db }) {
    const found = await issuedInvoices(db, team.id, { before: cursor, limit: limit + 1 })
    const page = found.slice(0, limit)
    return { items: await invoiceViews(db, page), nextCursor: found.length > limit ? (page.at(-1)?.id ?? null) : null }
  },
})
