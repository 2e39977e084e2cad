import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { remember } from '#web/queries.ts'

const tryAgainAfter = 30_000
const comesBackWithin = 2_000

let live = false

/** Whether the stream of this page is open; while it is not, the inbox is asked for every few seconds. */
export const isLive = (): boolean => live

/**
 * Keeps an open page’s inbox up to date by its stream of events. Only a page that can be seen holds one: browsers allow a server few
 * connections at a time, and a page that comes back to sight is told the count at once.
 */
export function useLiveInbox(team: string): void {
  const known = useQueryClient()
  useEffect(() => {
    let stream: EventSource | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    const readAgain = () => {
      for (const part of ['unread', 'inbox']) void known.invalidateQueries({ queryKey: ['notifications', team, part] })
    }
    const close = () => {
      clearTimeout(timer)
      stream?.close()
      stream = undefined
      live = false
    }
    const open = () => {
      close()
      if (document.hidden) return
      stream = new EventSource(`/api/v1/teams/${encodeURIComponent(team)}/inbox/events`)
      stream.addEventListener('unread', ({ data }) => {
        live = true
        remember(['notifications', team, 'unread'], JSON.parse(data))
        void known.invalidateQueries({ queryKey: ['notifications', team, 'inbox'] })
      })
      // The browser comes back by itself after a break; a refusal is final, and it is asked again later.
      stream.addEventListener('error', ({ target }) => {
        const broke = live
        live = false
        // It comes back within a second and says the count itself; only where it does not, others are asked.
        if (broke) timer = setTimeout(() => !live && readAgain(), comesBackWithin)
        if ((target as EventSource).readyState !== EventSource.CLOSED) return
        clearTimeout(timer)
        timer = setTimeout(open, tryAgainAfter)
      })
    }
    open()
    document.addEventListener('visibilitychange', open)
    return () => {
      document.removeEventListener('visibilitychange', open)
      close()
    }
  }, [team, known])
}
