import type { Permission } from '#access/permissions.ts'

/** What a person can choose about one type of notification, as the product text words it. */
export interface Kind {
  label: string
  /** What it tells of. */
  says: string
  /** Each choice with its word in the grid. None chosen is “None”. */
  choices: Readonly<Record<string, string>>
  /** What is in force until somebody chooses. */
  preset: readonly string[]
  /** Choices that stay on, and why. */
  locked?: Readonly<Record<string, string>>
  /** Whose roles are told of it at all. */
  concerns: Permission
  /** May be chosen for one project. */
  perProject: boolean
}

/** The rows of the grid that can be chosen, in the product text's order. */
export const kinds = {
  'test-failures': {
    label: 'Test Failures',
    says: 'A run ended with failed tests.',
    choices: { email: 'Email', slack: 'Slack' },
    preset: ['email'],
    concerns: 'runs.view',
    perProject: true,
  },
  'scheduled-runs': {
    label: 'Scheduled Run Completion',
    says: 'A scheduled run has ended, well or not.',
    choices: { email: 'Email', slack: 'Slack' },
    preset: ['email'],
    concerns: 'runs.view',
    perProject: true,
  },
  'usage-alerts': {
    label: 'Usage Alerts',
    says: 'A share of a limit of your plan is used.',
    choices: { '80': 'Email at 80 %', '90': 'Email at 90 %', '100': 'Email at 100 %' },
    preset: ['80', '90', '100'],
    concerns: 'usage.view',
    perProject: false,
  },
  'billing-alerts': {
    label: 'Billing Alerts',
    says: 'Money is due, was paid, or could not be collected.',
    choices: { due: 'Email when payment is due', failed: 'Email when a payment failed', receipt: 'Email receipts' },
    preset: ['due', 'failed', 'receipt'],
    locked: { failed: 'A failed payment takes the plan from the whole team, so whoever pays always hears of it.' },
    concerns: 'billing.view',
    perProject: false,
  },
} as const satisfies Record<string, Kind>

/** A type that can be chosen. */
export type ChosenType = keyof typeof kinds

/** The types that can be chosen, in the grid's order. */
export const chosenTypes = Object.keys(kinds) as [ChosenType, ...ChosenType[]]

/** The kind of a type; undefined for what cannot be chosen away: team and security. */
export const kindOf = (type: string): Kind | undefined => (kinds as Record<string, Kind>)[type]

/** Why mail about team and security has no boxes to tick. */
export const securityLock =
  'Always by e-mail, and it cannot be switched off: whoever gets into an account must not be able to hide it.'
