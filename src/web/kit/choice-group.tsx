import type { ReactNode } from 'react'
import css from './choice-group.module.css'
import { Icon } from './icon.tsx'
import type { FieldProps } from './use-form.ts'

/** One way to answer. */
export interface Choice {
  value: string
  label: string
  /** What it means, below its name. */
  says?: ReactNode
  /** Why it cannot be chosen. It stays readable and says so. */
  reason?: string | undefined
}

interface ChoiceGroupProps extends FieldProps {
  choices: readonly Choice[]
  /** `chips` stand in a row, for short names without an explanation. */
  look?: 'cards' | 'chips'
  /** Below the choices: what the choice comes to. */
  children?: ReactNode
}

/** A question with a few answers of which one is chosen. Spread `form.field(name)` into it. */
export function ChoiceGroup({
  id,
  name,
  label,
  value,
  error,
  onChange,
  choices,
  look = 'cards',
  children,
}: ChoiceGroupProps) {
  const group = `${id}-group`
  return (
    <fieldset className={css.group} id={id} tabIndex={-1} aria-describedby={error ? `${id}-error` : undefined}>
      <legend className={css.legend}>{label}</legend>
      <div className={look === 'cards' ? css.cards : css.chips}>
        {choices.map((choice) => (
          <div key={choice.value} className={css.choice} data-refused={choice.reason ? '' : undefined}>
            <input
              type="radio"
              id={`${group}-${choice.value}`}
              name={`${group}-${name}`}
              checked={choice.value === value}
              aria-disabled={choice.reason ? true : undefined}
              aria-describedby={choice.says || choice.reason ? `${group}-${choice.value}-says` : undefined}
              onChange={() => !choice.reason && onChange(choice.value)}
            />
            <label htmlFor={`${group}-${choice.value}`}>{choice.label}</label>
            {(choice.says || choice.reason) && (
              <p id={`${group}-${choice.value}-says`}>
                {choice.says} {choice.reason}
              </p>
            )}
          </div>
        ))}
      </div>
      {error && (
        <p className={css.error} id={`${id}-error`}>
          <Icon name="error" size={16} />
          {error}
        </p>
      )}
      {children}
    </fieldset>
  )
}
