import { recurring } from '#platform/jobs/job.ts'
import { cancelPlan } from './cancel-plan.route.ts'
import { changeContacts } from './change-contacts.route.ts'
import { changePlan } from './change-plan.route.ts'
import { changeProfile } from './change-profile.route.ts'
import { confirmContact } from './confirm-contact.route.ts'
import { confirmPractice } from './confirm-practice.route.ts'
import { downloadInvoices } from './download-invoices.route.ts'
import { forgetCard } from './forget-card.job.ts'
import { giveUpPayment } from './give-up-payment.route.ts'
import { listInvoices } from './list-invoices.route.ts'
import { listOpenInvoices } from './list-open-invoices.route.ts'
import { markInvoicePaid } from './mark-invoice-paid.route.ts'
import { payOwed } from './pay-owed.route.ts'
import { previewPlan } from './preview-plan.route.ts'
import { receiveStripe } from './receive-stripe.route.ts'
import { reconcile } from './reconcile.ts'
import { reportTax } from './report-tax.job.ts'
import { restorePlan } from './restore-plan.route.ts'
import { sendContactLink } from './send-contact-link.route.ts'
import { setPaymentMethod } from './set-payment-method.route.ts'
import { showBilling } from './show-billing.route.ts'
import { showInvoicePdf } from './show-invoice-pdf.route.ts'
import { showStanding } from './show-standing.route.ts'
import { tick } from './tick.ts'
import { undoChange } from './undo-change.route.ts'

/** Every route of this slice. */
export const billingRoutes = [
  showBilling,
  showStanding,
  previewPlan,
  changePlan,
  undoChange,
  cancelPlan,
  restorePlan,
  setPaymentMethod,
  changeProfile,
  changeContacts,
  sendContactLink,
  confirmContact,
  payOwed,
  giveUpPayment,
  confirmPractice,
  listInvoices,
  downloadInvoices,
  showInvoicePdf,
  receiveStripe,
  listOpenInvoices,
  markInvoicePaid,
] as const

/** The jobs of this slice. */
export const billingJobs = [forgetCard, reportTax] as const

/** What recurs in this slice. */
export const billingTimetable = [
  recurring({ name: 'billing.tick', cron: '* * * * *', run: tick }),
  recurring({ name: 'billing.reconcile', cron: '23 2 * * *', run: reconcile }),
]
