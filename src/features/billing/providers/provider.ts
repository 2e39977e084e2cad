import type { Platform } from '#platform/platform.ts'

/** What a payment is known by where it is taken. */
export interface ChargeRequest {
  /** Ours; a repeat under the same id charges nothing twice. */
  paymentId: string
  teamId: string
  amount: number
  currency: string
  customer: string | null
  method: { ref: string; expiresAt: Date | null } | null
  /** The person is there to confirm it. */
  present: boolean
  says: string
}

/** What became of a payment. Only `paid` and `failed` are final. */
export type Outcome =
  | { state: 'paid'; ref: string }
  | { state: 'failed'; ref: string | null; reason: string }
  /** The person must confirm it at this address. */
  | { state: 'confirm'; ref: string; url: string }
  /** The provider is still at it. */
  | { state: 'started'; ref: string }
  /** The money comes by itself, later. */
  | { state: 'awaited'; ref: string }

/** What is about to be paid, before tax. */
export interface Sale {
  customer: string | null
  amount: number
  currency: string
  says: string
}

/** The tax on a sale, to be added to it. */
export interface Tax {
  /** What the provider knows its reckoning by. */
  ref: string
  /** One per rate; where the buyer pays the tax by themselves, a line of nothing says so. */
  lines: { name: string; amount: number }[]
}

/** How a team pays, as a provider keeps it. */
export interface Method {
  ref: string
  label: string
  expiresAt: Date | null
}

/** Who takes payments. Subscriptions, invoices and proration are ours (decisions/0012); a provider keeps cards and moves money. */
export interface Provider {
  readonly name: 'practice' | 'stripe' | 'invoice'
  /** A payment needs a card that was given before. */
  readonly needsMethod: boolean
  /** Tries a payment. Throws {@link ProviderFault} when nobody knows what became of it. */
  charge(platform: Platform, request: ChargeRequest, now: Date): Promise<Outcome>
  /** What became of a payment whose answer was missed or is still to come. */
  fetchCharge(platform: Platform, payment: { ref: string; teamId: string }): Promise<Outcome>
  /** Gives up a payment that is not confirmed; answers what became of it instead where it was too late. */
  dropCharge(platform: Platform, ref: string): Promise<Outcome>
  /** Reckons tax, where the provider does that. Null: none is to be added. */
  taxOf?(platform: Platform, sale: Sale): Promise<Tax | null>
  /** Forgets a card; may run twice. */
  forgetMethod(platform: Platform, ref: string): Promise<void>
}

/** The provider cannot be reached, or answered nonsense: try again. */
export class ProviderFault extends Error {}
