import type { ReactNode } from 'react'
import { FieldFrame } from '#web/kit/field.tsx'
import type { FieldProps } from '#web/kit/use-form.ts'

interface TextAreaProps extends FieldProps {
  rows?: number
  hint?: ReactNode
  optional?: boolean
}

/** A text of several lines. Spread `form.field(name)` into it. */
export function TextArea({ value, onChange, rows = 3, hint, optional = false, name, ...frame }: TextAreaProps) {
  return (
    <FieldFrame {...frame} hint={hint} optional={optional}>
      {(control) => (
        <textarea
          {...control}
          name={name}
          rows={rows}
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FieldFrame>
  )
}

interface SelectProps extends FieldProps {
  choices: readonly { value: string; label: string }[]
  hint?: ReactNode
}

/** One of several. Spread `form.field(name)` into it. */
export function Select({ value, onChange, choices, hint, name, ...frame }: SelectProps) {
  return (
    <FieldFrame {...frame} hint={hint}>
      {(control) => (
        <select {...control} name={name} value={value} onChange={(event) => onChange(event.target.value)}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  )
}
