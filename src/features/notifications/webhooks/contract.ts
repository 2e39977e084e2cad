import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'
import { notificationTypes } from '../event.ts'

/** What a program can be told of. */
export const WebhookTypes = z.array(z.enum(notificationTypes)).max(notificationTypes.length)

const Url = z.string().trim().min(1, 'Write the address.').max(2000)

/** A program that is told. */
export const WebhookView = z.object({
  id: z.string(),
  url: z.string(),
  types: z.array(z.string()),
  paused: z.boolean(),
  oldSecretUntil: instant().nullable(),
  createdAt: instant(),
})

/** All of a team’s. */
export const WebhooksView = z.object({ items: z.array(WebhookView) })

/** A new one. */
export const WebhookInput = z.object({ url: Url, types: WebhookTypes.default([]) })

/** What changes. */
export const WebhookChange = z.object({ url: Url, types: WebhookTypes, paused: z.boolean() }).partial()

/** One with its secret, which is shown this once. */
export const WebhookSecretView = WebhookView.extend({ secret: z.string() })

/** A delivery with every try. */
export const WebhookDeliveryView = z.object({
  id: z.string(),
  type: z.string(),
  title: z.string(),
  isTest: z.boolean(),
  state: z.enum(['waiting', 'sent', 'failed', 'suppressed', 'grouped']),
  createdAt: instant(),
  nextAt: instant().nullable(),
  body: z.string(),
  attempts: z.array(
    z.object({
      at: instant(),
      outcome: z.enum(['taken', 'later', 'refused']),
      status: z.int().nullable(),
      says: z.string(),
    }),
  ),
})

/** A page of the log, newest first. */
export const WebhookLogView = z.object({ items: z.array(WebhookDeliveryView), nextCursor: z.string().nullable() })

/** Most programs of one team. */
export const mostWebhooks = 20

/** Why a webhook is not made or changed. */
export const webhookRefusals = {
  address_not_allowed: {
    status: 400,
    message: 'This address cannot be used. It must be reachable from here and begin with https://.',
  },
  too_many_webhooks: { status: 409, message: 'A team has at most 20 webhooks. Remove one first.' },
} as const
