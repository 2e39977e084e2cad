interface Pressed {
  key: string
  altKey: boolean
  ctrlKey: boolean
  metaKey: boolean
}

interface ListState {
  open: boolean
  /** Index of the active option; negative when none is. */
  active: number
  count: number
}

/** What a key does to the list of an editable combobox. */
export type Step = { do: 'show' | 'hide' | 'choose' } | { do: 'move'; to: number }

const page = 8

/** Reads a key by the editable combobox pattern of the ARIA Authoring Practices; undefined leaves it to the text field. */
export function stepFrom(
  { key, altKey, ctrlKey, metaKey }: Pressed,
  { open, active, count }: ListState,
): Step | undefined {
  if (ctrlKey || metaKey) return undefined
  if (!open) return key === 'ArrowDown' || key === 'ArrowUp' ? { do: 'show' } : undefined
  if (key === 'Escape' || (key === 'ArrowUp' && altKey)) return { do: 'hide' }
  if (count === 0 || altKey) return undefined
  const last = count - 1
  if (key === 'Enter') return active < 0 ? undefined : { do: 'choose' }
  if (key === 'ArrowDown') return { do: 'move', to: active >= last ? 0 : active + 1 }
  if (key === 'ArrowUp') return { do: 'move', to: active <= 0 ? last : active - 1 }
  if (key === 'PageDown') return { do: 'move', to: Math.min(last, Math.max(active, 0) + page) }
  if (key === 'PageUp') return { do: 'move', to: Math.max(0, active - page) }
  return undefined
}
