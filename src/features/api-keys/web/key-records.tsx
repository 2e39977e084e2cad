import { useMediaQuery } from '@mantine/hooks'
import hidden from '#web/kit/hidden.module.css'
import { columns } from './key-layout.tsx'
import { KeyRecord, type RecordEvents } from './key-record.tsx'
import css from './key-records.module.css'
import type { Key, Offers } from './keys-query.ts'

interface KeyRecordsProps extends RecordEvents {
  keys: readonly Key[]
  team: string
  offers: Offers
}

/** All keys: a table where there is room for its columns, else a list. */
export function KeyRecords({ keys, ...shared }: KeyRecordsProps) {
  const wide = useMediaQuery('(min-width: 68rem)', false, { getInitialValueInEffect: false })
  const records = keys.map((key) => <KeyRecord key={key.id} of={key} wide={wide} {...shared} />)
  if (!wide)
    return (
      // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
      <ul className={css.list} role="list" aria-label="API keys">
        {records}
      </ul>
    )
  return (
    <table className={css.table}>
      <caption className={hidden.visually}>API keys</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
          <th scope="col">
            <span className={hidden.visually}>Actions</span>
          </th>
        </tr>
      </thead>
      {records}
    </table>
  )
}
