import { OutboundRefused } from '#platform/outbound/errors.ts'
import type { Platform } from '#platform/platform.ts'

/** Whether tests may go to an address: a public one that exists, or one the operator permits. Asks the very guard they go through. */
export async function isReachable({ outbound }: Pick<Platform, 'outbound'>, url: string): Promise<boolean> {
  try {
    await outbound.check(url)
    return true
  } catch (error) {
    if (error instanceof OutboundRefused) return false
    throw error
  }
}
