import { type ReactNode, useId } from 'react'
import css from './checkbox.module.css'

interface CheckboxProps {
  label: string
  checked: boolean
  onChange(checked: boolean): void
  /** What ticking it means. */
  hint?: ReactNode
}

/** One box to tick, with its words. */
export function Checkbox({ label, checked, onChange, hint }: CheckboxProps) {
  const id = useId()
  return (
    <div className={css.row}>
      <input
        id={id}
        type="checkbox"
        className={css.box}
        checked={checked}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id} className={css.label}>
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className={css.hint}>
          {hint}
        </p>
      )}
    </div>
  )
}
