import pino from 'pino'
import pretty from 'pino-pretty'

/** The program's log: one JSON line per event, or readable lines in a terminal. */
export type Log = pino.Logger

// Bodies and headers are never logged at all; these are the names a mistake would most likely carry (V132).
const secretNames = ['password', 'token', 'secret', 'authorization', 'cookie', 'code', 'hash', 'link', 'url']

// What a library hangs onto its errors (a whole client, with its settings) stays out.
const errorFacts = (error: Error & { code?: unknown }) => ({
  type: error.name,
  message: error.message,
  stack: error.stack,
  ...(error.code !== undefined && { errorCode: error.code }),
})

/** Opens the log. `stream` replaces standard output (tests read it back). */
export function openLog(level: string, stream?: pino.DestinationStream): Log {
  const readable = !stream && process.stdout.isTTY
  const options: pino.LoggerOptions = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
    serializers: { err: errorFacts },
  }
  if (readable) return pino(options, pretty({ sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' }))
  return stream ? pino(options, stream) : pino(options)
}
