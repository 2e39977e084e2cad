// Persian and Indic names are written with them between letters; nowhere else have they a meaning.
const joiners = /(?<=\p{L}|\p{M})[\u200c\u200d](?=\p{L}|\p{M})/gu

/** Whether a text may be a name people see in pages, letters and logs: no control, bidi or other invisible characters (V64, V131). */
export const isPlainName = (text: string): boolean =>
  !/[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u3164]/u.test(text.replace(joiners, ''))
