/** Money that goes back by the seller's will, or by the bank's. */
export type ReturnKind = 'refund' | 'dispute'

/** Refunds: pending, done, failed. Disputes: an inquiry takes no money yet; open, won, lost. */
export type ReturnState = 'pending' | 'done' | 'failed' | 'inquiry' | 'open' | 'won' | 'lost'

// News may come late and in any order; only what lies further on changes anything. An appeal can still win what was lost.
const steps: Readonly<Record<ReturnState, number>> = {
  ...{ pending: 0, done: 1, failed: 2 },
  ...{ inquiry: 0, open: 1, lost: 2, won: 3 },
}

/** Whether a state lies further on than the one before. */
export const isFurther = (state: ReturnState, before: ReturnState): boolean => steps[state] > steps[before]

/** The accounts that money sits in while it is away. */
type Account = 'cash' | 'refunds' | 'disputed' | 'bad_debt'

/** Where the money of a return is in a state: what each account has more, or less, than without it. */
function placesOf(kind: ReturnKind, state: ReturnState, amount: number): Partial<Record<Account, number>> {
  if (kind === 'refund') return state === 'done' ? { cash: -amount, refunds: amount } : {}
  if (state === 'open') return { cash: -amount, disputed: amount }
  return state === 'lost' ? { cash: -amount, bad_debt: amount } : {}
}

/** The entries that bring the ledger from one state to the next; they add up to nothing. */
export function entriesBetween(
  { kind, amount }: { kind: ReturnKind; amount: number },
  before: ReturnState | null,
  after: ReturnState,
): [Account, number][] {
  const from = before ? placesOf(kind, before, amount) : {}
  const to = placesOf(kind, after, amount)
  return (['cash', 'refunds', 'disputed', 'bad_debt'] as const)
    .map((account): [Account, number] => [account, (to[account] ?? 0) - (from[account] ?? 0)])
    .filter(([, difference]) => difference !== 0)
}

/** How much of what was paid is not here: refunded, held by the bank, or lost to it. */
export const missingOf = (returns: readonly { kind: ReturnKind; state: ReturnState; amount: number }[]): number =>
  returns.reduce((sum, { kind, state, amount }) => sum - (placesOf(kind, state, amount).cash ?? 0), 0)

/** What a return is called on a page and on paper. */
export function returnWords({ kind, state }: { kind: ReturnKind; state: ReturnState }): string {
  if (kind === 'refund')
    return state === 'done' ? 'Refunded' : state === 'pending' ? 'Refund under way' : 'Refund failed'
  if (state === 'inquiry') return 'The bank asks about the payment'
  if (state === 'open') return 'Disputed, held by the bank'
  return state === 'won' ? 'Dispute won, the payment stands' : 'Dispute lost, paid back'
}
