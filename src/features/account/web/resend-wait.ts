import { useEffect, useState } from 'react'
import { later, minutes, seconds, systemClock } from '#platform/clock.ts'

/** How soon the server sends a letter again. */
const pause = minutes(1)

/** Seconds until a letter sent at `sentAt` may be sent again; never more than the pause, whatever a wrong clock says. */
export function secondsToWait(sentAt: Date, now: Date): number {
  const left = Math.ceil((later(sentAt, pause).getTime() - now.getTime()) / seconds(1))
  return Math.min(pause / seconds(1), Math.max(0, left))
}

/** The same, counting down; 0 when nothing was sent. */
export function useResendWait(sentAt: string | undefined): number {
  const [left, setLeft] = useState(0)
  useEffect(() => {
    if (sentAt === undefined) return setLeft(0)
    const look = () => {
      const wait = secondsToWait(new Date(sentAt), systemClock.now())
      setLeft(wait)
      if (wait === 0) clearInterval(timer)
    }
    const timer = setInterval(look, seconds(1))
    look()
    return () => clearInterval(timer)
  }, [sentAt])
  return left
}
