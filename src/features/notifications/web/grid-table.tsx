import type { ReactNode } from 'react'
import { Icon } from '#web/kit/icon.tsx'
import { securityLock } from '../kinds.ts'
import css from './grid.module.css'

interface GridTableProps {
  /** Read out for the whole table. */
  label: string
  /** Below “Slack” in the head: how to connect it, or what it is. */
  slackHead?: ReactNode
  /** The row of what cannot be switched off. */
  security?: boolean
  children: ReactNode
}

/** The grid: types × channels. On a phone each row becomes a small card. */
export function GridTable({ label, slackHead, security = false, children }: GridTableProps) {
  return (
    <table className={css.grid} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Notification Type</th>
          <th scope="col">Email</th>
          <th scope="col">
            Slack
            {slackHead && <span className={css.head}>{slackHead}</span>}
          </th>
        </tr>
      </thead>
      <tbody>
        {children}
        {security && (
          <tr>
            <th scope="row">
              Security and team
              <span className={css.says}>Sign-ins, passwords, two-factor authentication, roles.</span>
            </th>
            <td className={css.lock} colSpan={2}>
              <Icon name="shield" size={16} />
              <span>{securityLock}</span>
            </td>
          </tr>
        )}
      </tbody>
    </table>
  )
}
