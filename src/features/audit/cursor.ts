import { z } from 'zod'

const spelling = /^(\d{1,14})-(aud_[0-9a-z]{26})$/

/** Where a page of the log begins: after the entry of this moment and id. A text on the wire. */
export const Cursor = z
  .string()
  .regex(spelling, 'Use the nextCursor of the page before.')
  .transform((text) => {
    const [, at = '', id = ''] = spelling.exec(text) ?? []
    return { at: new Date(Number(at)), id }
  })

/** A place in the log. */
export interface Place {
  at: Date
  id: string
}

/** The cursor that continues after this entry. */
export const cursorAfter = ({ at, id }: Place): string => `${at.getTime()}-${id}`
