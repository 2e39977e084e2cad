export const changeRefusals = {
  nothing_for_sale: {
    status: 409,
    message: 'This installation has one plan with everything in it; there is nothing to buy.',
  },
  plan_unknown: { status: 400, message: 'There is no such plan.' },
  plan_not_sold: { status: 409, message: 'This plan is not sold this way. Ask the operator.' },
  plan_basic: { status: 409, message: 'To go back to the free plan, cancel the present one.' },
  plan_same: { status: 409, message: 'This is the present plan already.' },
  quote_old: { status: 409, message: 'The amounts you saw no longer hold. Look at them again.' },
  payment_past_due: { status: 409, message: 'A payment is overdue. Settle it first.' },
  payment_pending: { status: 409, message: 'A payment is under way. Confirm it or give it up first.' },
  payment_method_missing: { status: 402, message: 'Add a payment method first.' },
  payment_declined: { status: 402, message: 'The payment did not succeed. Nothing was changed.' },
  provider_unreachable: {
    status: 503,
    message:
      'The payment provider does not answer. The payment is asked about again by itself; look here in a few minutes.',
  },
} as const

export const subscriptionRefusals = {
  not_subscribed: { status: 409, message: 'There is no plan that is paid for.' },
} as const

export const methodRefusals = {
  card_needed: { status: 400, message: 'Choose one of the practice cards.' },
  no_cards: { status: 409, message: 'This installation is paid by bank transfer; there is no card to keep.' },
  card_not_given: { status: 409, message: 'No card was given at the payment provider.' },
  provider_unreachable: { status: 503, message: 'The payment provider does not answer. Try again in a moment.' },
  nothing_for_sale: changeRefusals.nothing_for_sale,
} as const

export const paymentRefusals = {
  payment_declined: { status: 402, message: 'The payment did not succeed. Try another card.' },
  payment_method_missing: changeRefusals.payment_method_missing,
  payment_pending: changeRefusals.payment_pending,
  provider_unreachable: changeRefusals.provider_unreachable,
} as const

export const contactRefusals = {
  email_invalid: { status: 400, message: 'This is not an e-mail address.' },
  email_twice: { status: 400, message: 'This address is named twice.' },
} as const

export const contactLinkRefusals = {
  contact_proven: { status: 409, message: 'This address is confirmed already.' },
} as const

export const confirmContactRefusals = {
  link_invalid: { status: 410, message: 'This link was used already, has expired, or was withdrawn by the team.' },
} as const

export const webhookRefusals = {
  webhooks_off: { status: 503, message: 'No webhook secret is set here.' },
  signature_wrong: { status: 400, message: 'The signature does not fit, or is too old.' },
  provider_unreachable: { status: 503, message: 'The payment provider does not answer. Send the event again.' },
} as const

export const operatorInvoiceRefusals = {
  invoice_not_open: { status: 409, message: 'This invoice is not open.' },
  invoice_not_by_transfer: {
    status: 409,
    message: 'This invoice is paid by card; its payment is told by the provider.',
  },
} as const
