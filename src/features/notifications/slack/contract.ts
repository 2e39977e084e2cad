import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'
import { isPlainName } from '#platform/names.ts'

/** How a team is connected with Slack, and whether it works. */
export const SlackView = z.object({
  connected: z.object({ kind: z.enum(['webhook', 'app']), label: z.string(), at: instant() }).nullable(),
  broken: z.object({ says: z.string(), at: instant() }).nullable(),
  /** The operator set up a Slack app, so that nobody need paste an address. */
  hasApp: z.boolean(),
  /** This person gets direct messages instead of the team’s channel. */
  direct: z.boolean(),
  mayManage: z.boolean(),
})

/** The address of an incoming webhook, and what its channel is called. */
export const SlackWebhookInput = z.object({
  url: z.string().trim().min(1, 'Paste the webhook’s address.').max(500),
  label: z.string().trim().max(80).refine(isPlainName, 'Use letters, digits and signs one can see.').default(''),
})

/** Where a team’s admin goes to install the app. */
export const SlackAuthorizationView = z.object({ url: z.string() })

/** What Slack sent the admin back with. */
export const SlackInstallationInput = z.object({ code: z.string().min(1).max(500), state: z.string().min(1).max(500) })

/** Whether direct messages are wanted. */
export const DirectInput = z.object({ direct: z.boolean() })

/** Why Slack is not connected. */
export const slackRefusals = {
  not_a_slack_address: {
    status: 400,
    message: 'This is not the address of a Slack webhook. It begins with https://hooks.slack.com/services/.',
  },
  no_slack_app: {
    status: 409,
    message: 'The operator has not set up a Slack app here. Paste an incoming webhook instead.',
  },
  slack_state_unknown: {
    status: 400,
    message: 'This answer from Slack does not belong to you, or it is too old. Start anew.',
  },
  slack_refused: { status: 409, message: 'Slack did not allow it. Start anew, and choose a channel when Slack asks.' },
  slack_not_connected: { status: 409, message: 'Connect Slack first.' },
  no_direct_messages: {
    status: 409,
    message: 'A webhook reaches its channel only. Direct messages need the Slack app.',
  },
  not_in_slack: {
    status: 409,
    message: 'Nobody in this Slack has your e-mail address. Use the same address in both, or stay with the channel.',
  },
} as const
