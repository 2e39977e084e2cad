// NUL and half characters: JSON and JavaScript have them, PostgreSQL has not.
const impossible = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** A stranger's text as it can be kept: cut to a length, without what no database holds. */
export const plainText = (text: string, most: number): string => text.slice(0, most).replace(impossible, '')
