import { type ComponentProps, type ReactNode, useState } from 'react'
import css from './field.module.css'
import { Icon } from './icon.tsx'
import type { FieldProps } from './use-form.ts'

/** What a control inside a {@link FieldFrame} must carry, so that label, hint and error belong to it. */
export interface ControlProps {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  'aria-required': true | undefined
  className: string
}

interface FrameProps {
  id: string
  label: string
  /** A short line below the label: what it is for, or the rule it must meet. */
  hint?: ReactNode
  error?: string | undefined
  /** Most fields are needed; the others say so. */
  optional?: boolean
  /** Below the control, such as a strength meter. */
  below?: ReactNode
  children: (control: ControlProps) => ReactNode
}

/** Label, hint, error and the control between them. For controls that are no plain input; use {@link Field} otherwise. */
export function FieldFrame({ id, label, hint, error, optional = false, below, children }: FrameProps) {
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ')
  return (
    <div className={css.field} data-invalid={error ? '' : undefined}>
      <label className={css.label} htmlFor={id}>
        {label}
        {optional && <span className={css.optional}> optional</span>}
      </label>
      {children({
        id,
        className: css.control ?? '',
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
        'aria-required': optional ? undefined : true,
      })}
      {error && (
        <p className={css.error} id={`${id}-error`}>
          <Icon name="error" size={16} />
          {error}
        </p>
      )}
      {below}
      {hint && (
        <p className={css.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

type InputProps = Pick<
  ComponentProps<'input'>,
  | 'autoComplete'
  | 'autoFocus'
  | 'list'
  | 'inputMode'
  | 'maxLength'
  | 'placeholder'
  | 'spellCheck'
  | 'ref'
  | 'onBlur'
  | 'onFocus'
>

interface TextFieldProps extends FieldProps, InputProps {
  type?: 'text' | 'email' | 'tel' | 'password'
  hint?: ReactNode
  optional?: boolean
  below?: ReactNode
}

/** One text field. Spread `form.field(name)` into it. A password can be shown and hidden; pasting always works. */
export function Field({
  id,
  name,
  label,
  value,
  error,
  onChange,
  hint,
  optional,
  below,
  type = 'text',
  ...input
}: TextFieldProps) {
  const [shown, setShown] = useState(false)
  const secret = type === 'password'
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} optional={optional ?? false} below={below}>
      {(control) => (
        <div className={css.row}>
          <input
            {...input}
            {...control}
            name={name}
            // A mistyped address must reach our own check, whose sentence is better than the browser's bubble.
            type={secret && !shown ? 'password' : secret ? 'text' : type}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            {...(type !== 'text' && { spellCheck: false, autoCapitalize: 'none', autoCorrect: 'off' })}
          />
          {secret && (
            <button
              type="button"
              className={css.show}
              aria-pressed={shown}
              aria-controls={id}
              onClick={() => setShown(!shown)}
            >
              <Icon name={shown ? 'eyeOff' : 'eye'} />
              <span>{shown ? 'Hide' : 'Show'}</span>
            </button>
          )}
        </div>
      )}
    </FieldFrame>
  )
}
