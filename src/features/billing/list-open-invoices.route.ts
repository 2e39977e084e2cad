import { operator } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { OpenInvoicesView } from './contract.ts'
import { linesOf, openInvoices } from './invoice.queries.ts'
import { invoiceView } from './invoice-view.ts'

const most = 200

/** Invoices of every team that are not paid yet, oldest first. */
export const listOpenInvoices = route({
  method: 'GET',
  path: '/operate/invoices',
  summary: 'List open invoices of every team',
  access: operator(),
  output: OpenInvoicesView,

  async handle({ db }) {
    const invoices = await openInvoices(db, most)
    const lines = await linesOf(
      db,
      invoices.map(({ id }) => id),
    )
    const items = invoices.map((invoice) => ({
      ...invoiceView(
        invoice,
        lines.filter((line) => line.invoice_id === invoice.id),
      ),
      team: invoice.billed_to.team,
      name: invoice.billed_to.name,
      byTransfer: invoice.provider === 'invoice',
    }))
    return { items }
  },
})
