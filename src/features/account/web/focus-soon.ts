/** Moves the focus once the page shows what was just changed: the control that had it may be gone by then. */
export function focusSoon(find: () => HTMLElement | null | undefined): void {
  requestAnimationFrame(() => find()?.focus())
}

/** A ref for what should have the focus as soon as it is there. */
export const focusOnArrival = (element: HTMLElement | null): void => element?.focus()
