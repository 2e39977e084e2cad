/** An amount as people read it: `$29.00`, `-$4.50`. Whole minor units in, never a fraction in between. */
export function moneyText(amount: number, currency: string): string {
  const format = formatOf(currency)
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  const text = String(Math.abs(amount)).padStart(digits + 1, '0')
  const decimal = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  const shown = format.format(decimal as unknown as number) // a decimal in a string is formatted exactly
  return amount < 0 ? `-${shown}` : shown
}

const kept = new Map<string, Intl.NumberFormat>()

function formatOf(currency: string): Intl.NumberFormat {
  const found = kept.get(currency) ?? new Intl.NumberFormat('en', { style: 'currency', currency })
  kept.set(currency, found)
  return found
}
