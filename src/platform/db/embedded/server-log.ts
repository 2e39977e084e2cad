/** A line for the app's log. */
export type LogLine = { level: 'info' | 'warn' | 'error'; msg: string }

/** The setting that makes the server's lines readable by `readLine`: who writes, then the line. */
export const linePrefix = '%b|'

/** The line the server writes when it takes connections. */
export const readyLine = 'database system is ready to accept connections'

const fromServer = /^(?:([^|:]*)\|)?(?:.* \[\d+\] )?([A-Z]+):\s+(.*)$/
const fromInitdb = /^initdb: (?:([a-z]+): )?(.*)$/

/**
 * Reads one line of the server's log. `fatal` is the text of the fault that ends a server. Errors of client connections
 * count as information: whoever sent the statement has got the error and reports it, and each orderly end of the server
 * writes one per connection.
 */
export function readLine(line: string): LogLine & { fatal?: string } {
  const [, writer, severity, text = line] = fromServer.exec(line) ?? []
  const msg = text.trim()
  switch (severity) {
    case 'PANIC':
    case 'FATAL':
      return writer === 'client backend' ? { level: 'info', msg } : { level: 'error', msg, fatal: msg }
    case 'ERROR':
      return writer === 'client backend' ? { level: 'info', msg } : { level: 'error', msg }
    case 'WARNING':
      return { level: 'warn', msg }
    default:
      return { level: 'info', msg }
  }
}

/** The fault a line of initdb tells, if it tells one: its own words, or those of the server it runs. */
export function initFaultIn(line: string): string | undefined {
  const [, kind = 'error', text] = fromInitdb.exec(line) ?? []
  return kind === 'error' && text !== undefined ? text : readLine(line).fatal
}
