import { OutboundRefused } from '#platform/outbound/errors.ts'
import type { Platform } from '#platform/platform.ts'

/**
 * A pasted address of an incoming webhook in its one spelling; null for anything else. The host is compared as a whole, never by how the
 * address begins (V122), and the same check runs again at every message (V121).
 */
export async function slackAddress(platform: Platform, typed: string): Promise<string | null> {
  try {
    const { url } = await platform.outbound.check(typed, { onlyHosts: platform.config.AEGIS_SLACK_WEBHOOK_HOSTS })
    return /^\/(services|workflows|triggers)\/[\w/-]{5,}$/.test(url.pathname) && url.search === '' ? url.href : null
  } catch (error) {
    if (error instanceof OutboundRefused) return null
    throw error
  }
}
