import { Field } from './field.tsx'
import { StrengthMeter } from './strength-meter.tsx'
import type { FieldProps } from './use-form.ts'

interface PasswordFieldProps extends FieldProps {
  /** The installation's shortest password, in characters. */
  minimum: number
  /** What a guesser knows about the person: name, address, company. */
  context?: string[]
}

/** A password being chosen: one rule line, a meter that only advises, show and hide, and room for password managers. */
export function PasswordField({ minimum, context = [], ...field }: PasswordFieldProps) {
  return (
    <Field
      {...field}
      type="password"
      autoComplete="new-password"
      hint={`At least ${minimum} characters. Several words make a good one; spaces and pasting are fine.`}
      below={<StrengthMeter password={field.value} context={context} />}
    />
  )
}
