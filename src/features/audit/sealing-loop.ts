import { seconds } from '#platform/clock.ts'
import type { Platform } from '#platform/platform.ts'
import { deliverStreams } from './deliver-streams.ts'
import { sealAudit } from './seal.ts'

const pause = seconds(2)

/** Seals every two seconds until stopped, so that an entry is in a signed tree within five, and sends on what was sealed; a step that fails is tried again at the next. */
export function startSealing(platform: Platform): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  let stopped = false
  const step = async () => {
    try {
      await sealAudit(platform, platform.clock.now())
      await deliverStreams(platform, platform.clock.now())
    } catch (error) {
      platform.log.warn({ err: error }, 'the audit log could not be sealed or sent on just now')
    }
    if (!stopped) timer = setTimeout(next, pause)
  }
  const next = () => {
    running = step()
  }
  next()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
