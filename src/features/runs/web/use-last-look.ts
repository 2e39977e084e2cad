import { useEffect, useRef } from 'react'

/** Reads once more when what was under way is over: the last look of those taken meanwhile may be from a moment before its end. */
export function useLastLook(live: boolean, refetch: () => Promise<unknown>): void {
  const wasLive = useRef(live)
  useEffect(() => {
    if (wasLive.current && !live) void refetch()
    wasLive.current = live
  }, [live, refetch])
}
