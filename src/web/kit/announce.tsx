import { useSyncExternalStore } from 'react'
import hidden from './hidden.module.css'

interface Said {
  polite: string
  assertive: string
}

let said: Said = { polite: '', assertive: '' }
const listeners = new Set<() => void>()

/** Reads a sentence out to people who use a screen reader. `assertive` only for what cannot wait. */
export function announce(sentence: string, tone: keyof Said = 'polite'): void {
  // The same sentence twice is only read twice when the text differs: a no-break space tells them apart.
  const again = said[tone] === sentence ? `${sentence}\u00a0` : sentence
  said = { ...said, [tone]: again }
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The two live regions, there from the first paint on: a region that appears together with its text is often not read. */
export function LiveRegions() {
  const { polite, assertive } = useSyncExternalStore(subscribe, () => said)
  return (
    <div className={hidden.visually}>
      <div aria-live="polite" aria-atomic="true">
        {polite}
      </div>
      <div aria-live="assertive" aria-atomic="true">
        {assertive}
      </div>
    </div>
  )
}
