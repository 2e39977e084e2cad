import { useEffect, useRef } from 'react'

/**
 * Keeps the keyboard in a card when what it offers changes: where the control that was pressed is gone, the focus goes to the first one that is
 * there instead. Whoever has moved on already is left alone.
 */
export function useKeptFocus(card: string, offers: string): void {
  const before = useRef(offers)
  useEffect(() => {
    if (before.current === offers) return
    before.current = offers
    if (document.activeElement !== document.body) return
    const first = document.querySelector<HTMLElement>(
      `#${card} :is(input, textarea, button, a[href]):not([tabindex="-1"])`,
    )
    first?.focus()
  }, [card, offers])
}
