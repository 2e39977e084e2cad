import type { ReactNode } from 'react'
import { FieldFrame } from './field.tsx'
import type { FieldProps } from './use-form.ts'

interface SelectFieldProps extends Omit<FieldProps, 'name'> {
  name?: string
  choices: readonly { value: string; label: string }[]
  hint?: ReactNode
  optional?: boolean
}

/** One choice of several short ones, as the browser itself offers it. Spread `form.field(name)` into it. */
export function SelectField({ choices, value, onChange, name, ...frame }: SelectFieldProps) {
  return (
    <FieldFrame {...frame}>
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
