import { useLocation } from '@tanstack/react-router'
import { useEffect, useState } from 'react'

let taken = ''

/**
 * Takes the secret of a letter's link out of the address before anything else runs, so that it stays in no history entry, log or screenshot.
 * The fragment never reached the server.
 */
export function takeLinkToken(): void {
  const token = tokenIn(location.hash)
  if (!token) return
  taken = token
  history.replaceState(history.state, '', location.pathname + location.search)
}

/** The secret of the link this page was opened with; empty when there is none. */
export function useLinkToken(): string {
  const { hash } = useLocation()
  const [token, setToken] = useState(taken)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new fragment is the only reason to look again
  useEffect(() => {
    // A second link opened in the same tab changes only the fragment, and loads nothing anew.
    takeLinkToken()
    setToken(taken)
  }, [hash])
  return token
}

const tokenIn = (hash: string): string => /^#([\w-]{20,})$/.exec(hash)?.[1] ?? ''
