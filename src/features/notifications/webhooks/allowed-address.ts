import { OutboundRefused } from '#platform/outbound/errors.ts'
import type { Platform } from '#platform/platform.ts'

/** An address that may be reached, in its one spelling; null for others. The same check runs again at every delivery. */
export async function allowedAddress({ outbound }: Pick<Platform, 'outbound'>, typed: string): Promise<string | null> {
  try {
    return (await outbound.check(typed)).url.href
  } catch (error) {
    if (error instanceof OutboundRefused) return null
    throw error
  }
}
