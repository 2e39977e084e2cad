import { operator } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { OpenInvoicesView } from './contract.ts'
import { openInvoices } from './invoice.queries.ts'
import { invoiceViews } from './invoice-view.ts'

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
    const views = new Map((await invoiceViews(db, invoices)).map((view) => [view.id, view]))
    const items = invoices.flatMap(({ id, billed_to: { team, name }, provider }) => {
      const view = views.get(id)
      return view ? [{ ...view, team, name, byTransfer: provider === 'invoice' }] : []
    })
    return { items }
  },
})
