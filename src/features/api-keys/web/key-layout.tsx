import type { ReactNode } from 'react'
import css from './key-layout.module.css'

interface KeyLayoutProps {
  wide: boolean
  identity: ReactNode
  access: ReactNode
  owner: ReactNode
  lastUsed: ReactNode
  expires: ReactNode
  actions: ReactNode
  /** A form or a note about this key, in its full width. */
  below: ReactNode
}

/** The columns of the table, in their order. */
export const columns = ['Key', 'May', 'Owner, created', 'Last used', 'Expires'] as const

/** Lays the parts of one key out: as rows of the table, or on narrow screens as an entry of a list. */
export function KeyLayout({ wide, ...parts }: KeyLayoutProps) {
  return wide ? <TableRows {...parts} /> : <ListEntry {...parts} />
}

type Parts = Omit<KeyLayoutProps, 'wide'>

function TableRows({ identity, access, owner, lastUsed, expires, actions, below }: Parts) {
  return (
    <tbody className={css.rows}>
      <tr>
        <th scope="row">{identity}</th>
        <td>{access}</td>
        <td>{owner}</td>
        <td>{lastUsed}</td>
        <td>{expires}</td>
        <td className={css.actions}>{actions}</td>
      </tr>
      {below && (
        <tr className={css.below}>
          <td colSpan={columns.length + 1}>{below}</td>
        </tr>
      )}
    </tbody>
  )
}

function ListEntry({ identity, access, owner, lastUsed, expires, actions, below }: Parts) {
  const [, ...labels] = columns
  return (
    <li className={css.entry}>
      {identity}
      <dl className={css.facts}>
        {[access, owner, lastUsed, expires].map((part, at) => (
          <div key={labels[at]}>
            <dt>{labels[at]}</dt>
            <dd>{part}</dd>
          </div>
        ))}
      </dl>
      {actions}
      {below}
    </li>
  )
}
