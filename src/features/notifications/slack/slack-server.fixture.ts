import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How the server treats a message. */
export type Treatment =
  | 'takes'
  | 'hangs'
  | 'too many'
  | 'breaks'
  | 'no service'
  | 'archived'
  | 'forbidden'
  | 'drops'
  | 'revoked'
  | { status: number; says: string }

/** A message as Slack got it. */
export interface Posted {
  path: string
  text: string
  channel?: string
  blocks: unknown[]
}

const answers: Partial<Record<Extract<Treatment, string>, [status: number, body: string]>> = {
  takes: [200, 'ok'],
  'too many': [429, 'rate_limited'],
  breaks: [503, 'service_unavailable'],
  'no service': [404, 'no_service'],
  archived: [410, 'channel_is_archived'],
  forbidden: [403, 'action_prohibited'],
}

/** A server that behaves like Slack’s incoming webhooks and Web API, with faults to order. */
export interface SlackServer {
  url: string
  /** For `testApp`. */
  settings: Record<string, string>
  treat: () => Treatment
  /** Seconds that “too many” asks to wait. */
  retryAfter: number
  /** Every message it took, in order. */
  posted: Posted[]
  /** Every message that reached it, taken or not. */
  reached: number
  /** Whether whoever is asked at Slack lets the app in. */
  consents: boolean
  /** People of the workspace, by address. */
  people: Record<string, string>
  close(): Promise<void>
}

/** Starts one. */
export async function slackServer(): Promise<SlackServer> {
  const http = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  const self: SlackServer = {
    url: `http://127.0.0.1:${port}`,
    settings: {
      AEGIS_SLACK_URL: `http://127.0.0.1:${port}`,
      AEGIS_SLACK_WEBHOOK_HOSTS: '127.0.0.1',
      AEGIS_SLACK_CLIENT_ID: '11.22',
      AEGIS_SLACK_CLIENT_SECRET: 'client-secret',
    },
    treat: () => 'takes',
    retryAfter: 30,
    posted: [],
    reached: 0,
    consents: true,
    people: {},
    close: async () => {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString('utf8')
    const path = request.url ?? ''
    const json = (value: unknown) => {
      response.setHeader('Content-Type', 'application/json')
      response.end(JSON.stringify(value))
    }
    if (path.startsWith('/oauth/v2/authorize')) {
      response.writeHead(302, { location: backTo(new URL(path, self.url).searchParams, self.consents) }).end()
      return
    }
    if (path === '/api/oauth.v2.access') return json(installation(new URLSearchParams(body)))
    if (path === '/api/users.lookupByEmail') {
      const id = self.people[new URLSearchParams(body).get('email') ?? '']
      return json(id ? { ok: true, user: { id } } : { ok: false, error: 'users_not_found' })
    }
    self.reached++
    const treatment = self.treat()
    const form = path.startsWith('/api/') ? new URLSearchParams(body) : null
    const payload = form
      ? { ...Object.fromEntries(form), blocks: JSON.parse(form.get('blocks') ?? '[]') }
      : JSON.parse(body)
    if (treatment === 'hangs') return
    if (treatment === 'drops') {
      self.posted.push({ path, ...payload })
      request.socket.destroy()
      return
    }
    if (treatment === 'too many') response.setHeader('Retry-After', String(self.retryAfter))
    if (treatment === 'takes') self.posted.push({ path, ...payload })
    if (typeof treatment === 'object') {
      if (form) return json({ ok: false, error: treatment.says })
      response.statusCode = treatment.status
      response.end(treatment.says)
      return
    }
    if (form && treatment === 'revoked') return json({ ok: false, error: 'token_revoked' })
    if (form && treatment === 'takes') return json({ ok: true, ts: '1.2' })
    const [status, says] = answers[treatment] ?? [404, 'no_team']
    response.statusCode = status
    response.end(says)
  }
  return self
}

const installation = (sent: URLSearchParams) =>
  sent.get('code') === 'good-code' && sent.get('client_secret') === 'client-secret'
    ? {
        ok: true,
        access_token: 'xoxb-canary-token',
        team: { id: 'T1', name: 'Acme' },
        incoming_webhook: { channel: '#alerts', channel_id: 'C1', url: 'https://hooks.slack.com/services/T/B/x' },
      }
    : { ok: false, error: 'invalid_code' }

function backTo(asked: URLSearchParams, consents: boolean): string {
  const back = new URL(asked.get('redirect_uri') ?? '')
  if (consents) back.searchParams.set('code', 'good-code')
  else back.searchParams.set('error', 'access_denied')
  back.searchParams.set('state', asked.get('state') ?? '')
  return back.href
}
