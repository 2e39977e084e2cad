import { z } from 'zod'

const spelling = /^(\d{1,14})-(mail_[0-9a-z]{26})$/

/** Where a page of letters begins: after the letter of this moment and id. A text on the wire. */
export const Cursor = z
  .string()
  .regex(spelling, 'Use the nextCursor of the page before.')
  .transform((text) => {
    const [, at = '', id = ''] = spelling.exec(text) ?? []
    return { at: new Date(Number(at)), id }
  })

/** The cursor that continues after this letter. */
export const cursorAfter = (letter: { created_at: Date; id: string }): string =>
  `${letter.created_at.getTime()}-${letter.id}`
