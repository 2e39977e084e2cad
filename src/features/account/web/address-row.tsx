import type { ReactNode } from 'react'
import { Icon } from '#web/kit/icon.tsx'
import css from './address-row.module.css'

interface AddressRowProps {
  address: string
  /** Whether somebody opened a link sent there. */
  proven: boolean
  /** The same in words. */
  state: string
  actions?: ReactNode
  /** Puts the actions below the text: they deal with what the text asks for. */
  stacked?: boolean
  /** What is to be done, while something is. */
  children?: ReactNode
}

/** One address with its state and what can be done with it. */
export function AddressRow({ address, proven, state, actions, stacked = false, children }: AddressRowProps) {
  return (
    <div className={stacked ? css.stack : css.row}>
      <div className={css.text}>
        <p className={css.address}>{address}</p>
        <p className={proven ? css.proven : css.open}>
          <Icon name={proven ? 'check' : 'warning'} size={16} />
          {state}
        </p>
        {children && <p className={css.note}>{children}</p>}
      </div>
      {actions && <div className={css.actions}>{actions}</div>}
    </div>
  )
}
