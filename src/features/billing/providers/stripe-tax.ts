import type Stripe from 'stripe'
import type { Platform } from '#platform/platform.ts'
import type { Sale, Tax } from './provider.ts'
import { askStripe, askStripeOr } from './stripe-client.ts'

/** The tax that Stripe reckons for a sale; null where the operator did not switch that on, and where Stripe knows no address to tax. */
export async function stripeTax(platform: Platform, { customer, amount, currency, says }: Sale): Promise<Tax | null> {
  if (!platform.config.STRIPE_TAX || !customer || amount <= 0) return null
  const found = await askStripeOr(platform, 'customer_tax_location_invalid', (stripe) =>
    stripe.tax.calculations.create({
      currency: currency.toLowerCase(),
      customer,
      line_items: [{ amount, reference: says, tax_behavior: 'exclusive' }],
    }),
  )
  if (!found?.id) return null
  const lines = found.tax_breakdown
    .filter((one) => one.amount > 0 || one.taxability_reason === 'reverse_charge')
    .map((one) => ({ name: nameOf(one), amount: one.amount }))
  return { ref: found.id, lines }
}

/** Tells Stripe that a reckoned tax was really taken, for the operator's tax reports. May be told twice. */
export async function reportStripeTax(
  platform: Platform,
  { ref, invoice }: { ref: string; invoice: string },
): Promise<void> {
  await askStripe(platform, (stripe) =>
    stripe.tax.transactions.createFromCalculation(
      { calculation: ref, reference: invoice },
      { idempotencyKey: `tax-${invoice}` },
    ),
  )
}

const places = new Intl.DisplayNames('en', { type: 'region' })
const kinds: Readonly<Record<string, string>> = {
  vat: 'VAT',
  gst: 'GST',
  hst: 'HST',
  pst: 'PST',
  qst: 'QST',
  jct: 'JCT',
}

function nameOf({ tax_rate_details: rate, taxability_reason: why }: Stripe.Tax.Calculation.TaxBreakdown): string {
  const kind =
    kinds[rate.tax_type ?? ''] ?? (rate.tax_type ?? 'tax').replaceAll('_', ' ').replace(/^./, (c) => c.toUpperCase())
  const place = [rate.state, rate.country && places.of(rate.country)].filter(Boolean).join(', ')
  const where = place ? ` (${place})` : ''
  if (why === 'reverse_charge') return `${kind}${where}, reverse charge: to be paid by the buyer`
  return `${kind} ${rate.percentage_decimal.replace(/\.0+$/, '')} %${where}`
}
