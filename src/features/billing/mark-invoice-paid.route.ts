import { operator } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { route } from '#platform/http/route.ts'
import { InvoiceView } from './contract.ts'
import { invoiceById } from './invoice.queries.ts'
import { invoiceViews } from './invoice-view.ts'
import { paymentsOf } from './payment.queries.ts'
import { operatorInvoiceRefusals } from './refusals.ts'
import { settle } from './settle.ts'

/** The operator says that the money of an invoice by bank transfer has come. */
export const markInvoicePaid = route({
  method: 'POST',
  path: '/operate/invoices/{invoice}/payment',
  summary: 'Mark an invoice as paid by bank transfer',
  access: operator(),
  output: InvoiceView,
  refusals: operatorInvoiceRefusals,
  audit: 'billing.transfer_received',

  async handle({ who, params, db, platform, now, refuse, record }) {
    return db.transaction(async (tx) => {
      const { team_id: teamId } = (await invoiceById(tx, params.invoice)) ?? refuse('not_found')
      await lockTeamRow(tx, teamId)
      const invoice = (await invoiceById(tx, params.invoice)) ?? refuse('not_found')
      const last = (await paymentsOf(tx, invoice.id)).at(-1)
      if (last?.provider !== 'invoice') return refuse('invoice_not_by_transfer')
      if (invoice.status !== 'open' || last.state !== 'awaited') return refuse('invoice_not_open')
      await settle(tx, platform, last.id, { state: 'paid', ref: last.id }, now)
      const said = { target: { kind: 'invoice', id: invoice.id }, number: invoice.number, total: invoice.total }
      await record(tx, said, { actor: { kind: 'operator', id: who.user.id }, logs: [teamId] })
      const paid = (await invoiceById(tx, invoice.id)) ?? invoice
      return (await invoiceViews(tx, [paid]))[0] ?? refuse('not_found')
    })
  },
})
