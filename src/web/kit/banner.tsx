import type { ReactNode } from 'react'
import css from './banner.module.css'
import { Icon, type IconName } from './icon.tsx'

/** What a banner is about. Each tone has its own sign: colour never speaks alone. */
export type Tone = 'info' | 'good' | 'warn' | 'bad'

const icons: Record<Tone, IconName> = { info: 'info', good: 'check', warn: 'warning', bad: 'error' }

interface BannerProps {
  tone?: Tone
  title?: string
  children?: ReactNode
  /** Buttons that deal with it. */
  actions?: ReactNode
  /** Shows a close button. */
  onDismiss?: () => void
}

/** Something the reader should know, with what can be done about it. Stays until dealt with. */
export function Banner({ tone = 'info', title, children, actions, onDismiss }: BannerProps) {
  return (
    <div className={`${css.banner} ${css[tone]}`}>
      <Icon name={icons[tone]} />
      <div className={css.text}>
        {title && <p className={css.title}>{title}</p>}
        {children}
        {actions && <div className={css.actions}>{actions}</div>}
      </div>
      {onDismiss && (
        <button type="button" className={css.dismiss} onClick={onDismiss} aria-label="Dismiss">
          <Icon name="close" size={16} />
        </button>
      )}
    </div>
  )
}
