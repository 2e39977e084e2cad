import { randomBytes } from 'node:crypto'
import type { Platform } from '#platform/platform.ts'

/** A new signing secret: 192 bits. */
export const newWebhookSecret = (): string => `aegis_whsec_${randomBytes(24).toString('base64url')}`

/** Seals an address or a secret for its webhook. */
export const sealForWebhook = ({ sealer }: Pick<Platform, 'sealer'>, id: string, text: string): string =>
  sealer.seal(text, `webhook:${id}`)
