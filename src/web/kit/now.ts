import { useSyncExternalStore } from 'react'
import { minutes, systemClock } from '#platform/clock.ts'

let now = systemClock.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(tick, minutes(0.5))
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function tick(): void {
  now = systemClock.now()
  for (const listener of listeners) listener()
}

/** The time of day, fresh to half a minute. All readers share one timer. */
export const useNow = (): Date => useSyncExternalStore(subscribe, () => now)
