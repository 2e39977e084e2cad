import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** Answers requests for one path of a {@link Site}. */
export type Answering = (request: IncomingMessage, response: ServerResponse) => void

/** A web site on a loopback port, made for a test; every request that reached it is kept. */
export interface Site {
  url: string
  port: number
  /** Paths asked for, in order, without those of robots.txt and favicon. */
  visits: string[]
  /** All requests as they came. */
  requests: { method: string; path: string; headers: IncomingMessage['headers'] }[]
  /** Replaces or adds a page: text is HTML. */
  set(path: string, answer: string | Answering): void
  close(): Promise<void>
}

/** A whole page around its body. */
export const html = (title: string, body: string, head = ''): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>${title}</title>${head}</head><body><main><h1>${title}</h1>${body}</main></body></html>`

/** Opens a site with these pages; `tls` gives it a certificate (key and certificate as PEM). */
export async function openSite(
  pages: Record<string, string | Answering>,
  tls?: { key: string; cert: string },
): Promise<Site> {
  const known = new Map(Object.entries(pages))
  const visits: string[] = []
  const requests: Site['requests'] = []
  const handle: Answering = (request, response) => {
    const path = request.url ?? '/'
    requests.push({ method: request.method ?? 'GET', path, headers: request.headers })
    if (!/^\/(robots\.txt|favicon\.ico)/.test(path)) visits.push(path)
    const answer = known.get(path) ?? known.get(path.split('?')[0] ?? '') ?? known.get('*')
    if (typeof answer === 'function') answer(request, response)
    else if (answer === undefined) response.writeHead(404, { 'content-type': 'text/html' }).end(html('Not found', ''))
    else response.writeHead(200, { 'content-type': path === '/robots.txt' ? 'text/plain' : 'text/html' }).end(answer)
  }
  const server: Server = tls ? createTlsServer(tls, handle) : createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    port,
    visits,
    requests,
    set: (path, answer) => known.set(path, answer),
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
