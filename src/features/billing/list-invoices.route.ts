import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { InvoicesQuery, InvoicesView } from './contract.ts'
import { issuedInvoices, linesOf } from './invoice.queries.ts'
import { invoiceView } from './invoice-view.ts'

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
    const lines = await linesOf(
      db,
      page.map(({ id }) => id),
    )
    const items = page.map((invoice) =>
      invoiceView(
        invoice,
        lines.filter((line) => line.invoice_id === invoice.id),
      ),
    )
    return { items, nextCursor: found.length > limit ? (page.at(-1)?.id ?? null) : null }
  },
})
