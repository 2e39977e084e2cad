import { isDeepStrictEqual } from 'node:util'

/** Which of the asked values differ from a row: for the audit log by the name people know, for the database by column. */
export function changesOf<Row extends object>(
  row: Row,
  asked: Record<string, { [C in keyof Row]: readonly [C, Row[C] | undefined] }[keyof Row]>,
): { changes: Record<string, { from: unknown; to: unknown }>; columns: Partial<Row> } {
  const differing = Object.entries(asked).filter(
    ([, [column, value]]) => value !== undefined && !isDeepStrictEqual(row[column], value),
  )
  return {
    changes: Object.fromEntries(differing.map(([name, [column, to]]) => [name, { from: row[column], to }])),
    columns: Object.fromEntries(differing.map(([, [column, value]]) => [column, value])) as Partial<Row>,
  }
}
