import { useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { type Duration, seconds } from '#platform/clock.ts'

// Cards above the one that is meant fill with what they read; until then it is kept in view.
const settlesWithin: Duration = seconds(3)
const hands = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const

/** Brings the card that the address names (`#sessions`) into view and gives its heading the focus, again at every click on such a link. */
export function useAnchor(): void {
  const location = useLocation()
  useEffect(() => (location.hash ? keepInView(location.hash) : undefined), [location])
}

function keepInView(id: string): () => void {
  const panel = document.getElementById('settings-panel')
  const card = () => document.getElementById(id)
  const show = new ResizeObserver(() => card()?.scrollIntoView({ block: 'start', behavior: 'instant' }))
  // After the browser's own work on the address, which takes the focus away from whatever has it.
  const focus = requestAnimationFrame(() => requestAnimationFrame(() => focusHeading(card())))
  const stop = () => {
    show.disconnect()
    clearTimeout(timer)
    cancelAnimationFrame(focus)
    for (const hand of hands) removeEventListener(hand, stop)
  }
  const timer = setTimeout(stop, settlesWithin)
  for (const hand of hands) addEventListener(hand, stop, { passive: true })
  if (panel) show.observe(panel)
  return stop
}

function focusHeading(card: HTMLElement | null): void {
  const heading = card?.querySelector('h3')
  heading?.setAttribute('tabindex', '-1')
  heading?.focus({ preventScroll: true })
}
