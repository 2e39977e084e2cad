/** What a program can be told of, in words. */
export const webhookTypes = {
  'test-failures': 'Test Failures',
  'scheduled-runs': 'Scheduled Run Completion',
  'usage-alerts': 'Usage Alerts',
  'billing-alerts': 'Billing Alerts',
  team: 'Team',
  security: 'Security',
} as const

/** One of them. */
export type WebhookType = keyof typeof webhookTypes
