import type { Ref } from 'react'
import { Field } from './field.tsx'
import type { FieldProps } from './use-form.ts'

interface CodeFieldProps extends FieldProps {
  /** Called when the sixth digit has just been typed or pasted; never because the field only got the focus. */
  onComplete(): void
  hint?: string
  ref?: Ref<HTMLInputElement>
  'data-autofocus'?: boolean
}

/** A 6-digit code: the phone's keypad, what the browser offers to fill in, and pasting “123 456”. Six digits send themselves. */
export function CodeField({ onComplete, onChange, ...field }: CodeFieldProps) {
  const take = (typed: string) => {
    const code = digitsOf(typed)
    onChange(code)
    if (/^\d{6}$/.test(code) && code !== field.value) onComplete()
  }
  return (
    <Field
      {...field}
      onChange={take}
      inputMode="numeric"
      autoComplete="one-time-code"
      spellCheck={false}
      // The next code replaces the one that was refused.
      onFocus={(event) => event.target.select()}
    />
  )
}

/** What was typed without the spaces and hyphens that apps show between the digits. */
export const digitsOf = (typed: string): string => typed.replace(/[\s\u00a0-]/g, '')

/** What can be said about a typed code before the server sees it. */
export const checkCode = (code: string): string | undefined =>
  /^\d{6}$/.test(code) ? undefined : 'Enter the 6-digit code that your app shows now.'
