import type { z } from 'zod'
import { SealBroken } from '#platform/crypto/seal.ts'
import type { Platform } from '#platform/platform.ts'
import type { WebhookRow } from '../tables.ts'
import type { WebhookView } from './contract.ts'
import { openWebhook } from './send.ts'

/** A webhook as those who manage it see it: where it goes, never its secret. */
export function webhookView(platform: Platform, hook: WebhookRow): z.input<typeof WebhookView> {
  return {
    id: hook.id,
    url: addressOf(platform, hook),
    types: hook.types,
    paused: hook.paused_at !== null,
    oldSecretUntil: hook.old_secret_until,
    createdAt: hook.created_at,
  }
}

function addressOf(platform: Platform, hook: WebhookRow): string {
  try {
    return openWebhook(platform, hook).url
  } catch (error) {
    if (error instanceof SealBroken) return '(sealed with another master key)'
    throw error
  }
}
