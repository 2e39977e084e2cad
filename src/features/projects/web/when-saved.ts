import { useEffect, useRef } from 'react'

/** Does something once a form is saved and the page knows it: only then can it be left without being asked about edits. */
export function useWhenSaved({ phase }: { phase: 'idle' | 'saving' | 'saved' }, then: () => void): void {
  const latest = useRef(then)
  latest.current = then
  useEffect(() => {
    if (phase === 'saved') latest.current()
  }, [phase])
}
