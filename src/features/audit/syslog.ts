import type { LogEntry } from './entry.ts'

// Facility 13 is “log audit”; a refusal is a notice, everything else is informational (RFC 5424 §6.2.1).
const informational = 13 * 8 + 6
const notice = 13 * 8 + 5

/** One entry as an RFC 5424 message. The number of the entry stands in its structured data, so that a gap shows. */
export function syslogMessage(entry: LogEntry, sequence: number, host: string): string {
  const priority = entry.details?.refused === undefined ? informational : notice
  const data = `[audit@32473 sequence="${sequence}" log="${escaped(entry.log)}" entry="${escaped(entry.id)}"]`
  return `<${priority}>1 ${entry.at} ${word(host)} aegisrunner - ${word(entry.action).slice(0, 32)} ${data} \uFEFF${JSON.stringify(entry)}`
}

/** Messages one after another, each behind its length in octets (RFC 5425 §4.3): a line end within one cannot begin another. */
export const framed = (messages: readonly string[]): Buffer =>
  Buffer.concat(
    messages.map((message) => {
      const bytes = Buffer.from(message)
      return Buffer.concat([Buffer.from(`${bytes.length} `), bytes])
    }),
  )

const escaped = (value: string): string => value.replace(/["\\\]]/g, '\\$&').replace(/\p{Cc}/gu, ' ')
const word = (value: string): string => value.replace(/[^\x21-\x7e]/g, '-') || '-'
