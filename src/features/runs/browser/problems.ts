import type { Outcome } from './page-record.ts'

/** How a visit ended that brought nothing. */
export interface Ended {
  outcome: Outcome
  problem: string
}

/** Scripts of one page may take so much memory, in MiB; the browser itself ends the page beyond. */
export const mostScriptMemory = 512

const brokeDown = `The page broke down: it crashed, or its scripts took more memory than a page may have (${mostScriptMemory} MiB).`

const known: [pattern: RegExp, outcome: Outcome, problem: string][] = [
  [/ERR_TOO_MANY_REDIRECTS/, 'redirect_loop', 'The page redirects without end.'],
  [/ERR_CERT_|ERR_SSL_|ERR_BAD_SSL/, 'bad_tls', 'The TLS certificate or connection is not valid.'],
  [/Download is starting|ERR_ABORTED/, 'download', 'This is a download, not a page.'],
  [/Timeout|ERR_TIMED_OUT/i, 'timed_out', 'The page took too long and was given up.'],
  [
    /ERR_TUNNEL_CONNECTION_FAILED|ERR_PROXY/,
    'unreachable',
    'The address cannot be reached, or may not be reached from here.',
  ],
  [/ERR_UNSAFE_PORT/, 'refused', 'No page may use this port.'],
  [
    /ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE|ERR_EMPTY_RESPONSE|ERR_CONNECTION/,
    'unreachable',
    'The connection broke off, or the answer was too large.',
  ],
  [/crash|Target.*closed|has been closed|Browser.*closed/i, 'crashed', brokeDown],
]

/** What an error of the browser means, in words for people. Addresses inside and outside are told in the same words (CWE-209). */
export function outcomeOf({ message }: Error, crashed: boolean): Ended {
  if (crashed) return { outcome: 'crashed', problem: brokeDown }
  const found = known.find(([pattern]) => pattern.test(message))
  return found
    ? { outcome: found[1], problem: found[2] }
    : { outcome: 'unreachable', problem: 'The page could not be opened.' }
}

/** How a page ended that took more memory than there is for the whole browser. */
export const outgrown = (bytes: number): Ended => ({
  outcome: 'crashed',
  problem: `The page took more memory than there is (${Math.round(bytes / 2 ** 20).toLocaleString('en')} MiB for the browser), and was ended.`,
})
