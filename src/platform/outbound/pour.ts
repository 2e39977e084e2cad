import { connect, rootCertificates } from 'node:tls'
import type { CheckedTarget } from './target.ts'

/** Writes bytes to one of the target's checked addresses over TLS and closes the connection properly. Rejects on any failure. */
export function pour(
  { hostname, port, addresses }: CheckedTarget,
  bytes: Buffer,
  signal: AbortSignal,
  authorities?: readonly string[],
): Promise<void> {
  return new Promise((done, fail) => {
    const socket = connect({
      host: addresses[0] ?? '',
      port,
      servername: hostname,
      minVersion: 'TLSv1.2',
      ...(authorities && { ca: [...rootCertificates, ...authorities] }),
    })
    const abort = () => socket.destroy(new Error('out of time'))
    signal.addEventListener('abort', abort, { once: true })
    socket.once('error', fail)
    // Closed after both sides said they are done: the other has then read everything that was written.
    socket.once('close', (failed) => {
      signal.removeEventListener('abort', abort)
      if (!failed) done()
    })
    socket.once('secureConnect', () => socket.end(bytes))
    socket.resume()
  })
}
