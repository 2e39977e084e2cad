import type { ComponentProps, ReactNode } from 'react'
import { announce } from './announce.tsx'
import css from './button.module.css'

/** How a button looks: one `primary` per card at most. */
export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger'

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  look?: ButtonLook
  /** Why pressing makes no sense now. The button stays reachable and says the reason instead of acting. */
  reason?: string | undefined
  busy?: boolean
  children: ReactNode
}

/** The class names of a button, for links that should look like one. */
export const buttonClass = (look: ButtonLook = 'plain'): string => `${css.button} ${css[look]}`

/** A button that is never `disabled`: with a `reason` it is `aria-disabled`, keeps the focus and explains itself. */
export function Button({
  look = 'plain',
  reason,
  busy = false,
  type = 'button',
  onClick,
  children,
  className,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={`${buttonClass(look)} ${className ?? ''}`}
      aria-disabled={reason !== undefined || busy || undefined}
      aria-busy={busy || undefined}
      title={reason}
      onClick={(event) => {
        if (reason === undefined && !busy) return onClick?.(event)
        event.preventDefault()
        if (reason !== undefined) announce(reason)
      }}
    >
      {busy && <span className={css.spinner} aria-hidden="true" />}
      {children}
    </button>
  )
}
