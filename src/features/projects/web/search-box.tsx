import { useEffect, useId, useState } from 'react'
import { FieldFrame } from '#web/kit/field.tsx'
import css from './lists.module.css'

// Long enough that typing a word is one search.
const pause = 250

/** Searches as one types, a moment after the last key. */
export function SearchBox({ label, value, onSearch }: { label: string; value: string; onSearch(text: string): void }) {
  const id = useId()
  const [typed, setTyped] = useState(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed begins a search
  useEffect(() => {
    if (typed.trim() === value) return
    const timer = setTimeout(() => onSearch(typed.trim()), pause)
    return () => clearTimeout(timer)
  }, [typed])
  // biome-ignore lint/correctness/useExhaustiveDependencies: Back and “Clear filters” change it from outside
  useEffect(() => {
    if (typed.trim() !== value) setTyped(value)
  }, [value])
  return (
    <search className={css.search}>
      <FieldFrame id={id} label={label}>
        {({ 'aria-required': _, ...control }) => (
          <input
            {...control}
            type="search"
            autoComplete="off"
            maxLength={100}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </FieldFrame>
    </search>
  )
}
