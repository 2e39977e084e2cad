/** What happened to a team's money, as the log tells it. */
export const billingSentences: Record<string, { did: string; tried?: string }> = {
  'billing.plan_changed': { did: 'The plan was changed', tried: 'A change of plan was refused' },
  'billing.change_undone': { did: 'A planned change of plan was taken back' },
  'billing.plan_canceled': { did: 'The plan was cancelled' },
  'billing.plan_restored': { did: 'A cancelled plan was kept after all' },
  'billing.payment_method_changed': { did: 'The payment method was changed' },
  'billing.profile_changed': { did: 'The billing address was changed' },
  'billing.contacts_changed': { did: 'The billing contacts were changed' },
  'billing.payment_requested': { did: 'A payment of what is owed was asked for', tried: 'A payment did not succeed' },
  'billing.payment_given_up': { did: 'A payment that was not confirmed was given up' },
  'billing.payment_confirmed': { did: 'A practice payment was answered at the bank' },
  'billing.transfer_received': { did: 'An invoice was marked as paid by bank transfer' },
  'billing.invoice_paid': { did: 'An invoice was paid' },
  'billing.payment_failed': { did: 'A payment failed' },
  'billing.renewed': { did: 'The plan was renewed' },
  'billing.ended': { did: 'The plan ended' },
}
