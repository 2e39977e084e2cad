// NUL and half characters: JSON and JavaScript have them, PostgreSQL has not.
const impossible = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** A text as it can be kept: cut to a length, without what no database holds. No character is cut in two. */
export const plainText = (text: string, most = Number.POSITIVE_INFINITY): string =>
  text.slice(0, most).replace(impossible, '')

/** For `JSON.stringify` of what is kept: every text in it so. */
export const plainTexts = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? plainText(value) : value
