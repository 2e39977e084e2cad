import { useEffect } from 'react'

const cards = new Map<symbol, string>()

/** Names a card that has edits, for as long as it has them; the leave guard asks about every such card. */
export function useUnsaved(card: string, edited: boolean): void {
  useEffect(() => {
    if (!edited) return
    const key = Symbol(card)
    cards.set(key, card)
    return () => {
      cards.delete(key)
    }
  }, [card, edited])
}

/** The names of all cards with edits that were not saved. */
export const unsavedCards = (): string[] => [...cards.values()]
