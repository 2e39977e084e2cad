import type { ReactNode } from 'react'
import hidden from '#web/kit/hidden.module.css'
import css from './key-layout.module.css'

// Some browsers forget what the parts of a table are once they are laid out as a list, so each says it.
const part = {
  table: { role: 'table' },
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  head: { role: 'columnheader' },
  name: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const

const columns = ['Key', 'Access', 'Owner, created', 'Last used', 'Expires'] as const

/** The table of keys, which looks like a list where there is no room for its columns. Its rows are {@link KeyRows}. */
export function KeyTable({ children }: { children: ReactNode }) {
  return (
    <div className={css.frame}>
      <table {...part.table} className={css.table}>
        <caption className={hidden.visually}>API keys</caption>
        <thead {...part.group}>
          <tr {...part.row}>
            {columns.map((column) => (
              <th {...part.head} key={column} scope="col">
                {column}
              </th>
            ))}
            <th {...part.head} scope="col">
              <span className={hidden.visually}>Actions</span>
            </th>
          </tr>
        </thead>
        {children}
      </table>
    </div>
  )
}

interface KeyRowsProps {
  identity: ReactNode
  /** Of the columns in the middle, in their order. */
  cells: [access: ReactNode, owner: ReactNode, lastUsed: ReactNode, expires: ReactNode]
  actions: ReactNode
  /** A form or a note about this key, in the full width. */
  below: ReactNode
}

/** One key in the table. */
export function KeyRows({ identity, cells, actions, below }: KeyRowsProps) {
  return (
    <tbody {...part.group} className={css.rows}>
      <tr {...part.row} className={css.main}>
        <th {...part.name} scope="row">
          {identity}
        </th>
        {columns.slice(1).map((column, at) => (
          <td
            {...part.cell}
            key={column}
            className={column === 'Last used' || column === 'Expires' ? css.wide : undefined}
          >
            <span className={css.label} aria-hidden="true">
              {column}
            </span>
            {cells[at]}
          </td>
        ))}
        <td {...part.cell} className={css.actions}>
          {actions}
        </td>
      </tr>
      {below && (
        <tr {...part.row} className={css.below}>
          <td {...part.cell} colSpan={columns.length + 1}>
            {below}
          </td>
        </tr>
      )}
    </tbody>
  )
}
