/** An answer, its JSON already parsed. */
export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any
  headers: Headers
  text: string
}

/** Further parts of a request. */
export interface Sending {
  headers?: Record<string, string>
  ifMatch?: number
  /** Leaves Origin out, as a program would. */
  noOrigin?: boolean
}

/** A cookie jar that speaks HTTP to one node, as a browser on our own page does. */
export class Browser {
  readonly cookies: Map<string, string>
  userAgent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'
  readonly #address: string
  readonly #origin: string

  constructor(address: string, origin: string, like?: Browser) {
    this.#address = address
    this.#origin = origin
    this.cookies = like ? new Map(like.cookies) : new Map()
  }

  /** A copy with the same cookies that goes its own way from here. */
  fork(): Browser {
    return new Browser(this.#address, this.#origin, this)
  }

  get = (path: string, sending?: Sending): Promise<Answer> => this.send('GET', path, undefined, sending)
  post = (path: string, body?: unknown, sending?: Sending): Promise<Answer> => this.send('POST', path, body, sending)
  put = (path: string, body?: unknown, sending?: Sending): Promise<Answer> => this.send('PUT', path, body, sending)
  patch = (path: string, body?: unknown, sending?: Sending): Promise<Answer> => this.send('PATCH', path, body, sending)
  delete = (path: string, sending?: Sending): Promise<Answer> => this.send('DELETE', path, undefined, sending)

  /** Sends one request; a path without `/api` is one of the API's. A Buffer body goes as it is. */
  async send(
    method: string,
    path: string,
    body?: unknown,
    { headers = {}, ifMatch, noOrigin }: Sending = {},
  ): Promise<Answer> {
    const url = `${this.#address}${path.startsWith('/api/') || path.startsWith('/.') || path.startsWith('/healthz') ? '' : '/api/v1'}${path}`
    const raw = Buffer.isBuffer(body) || typeof body === 'string'
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        'user-agent': this.userAgent,
        ...(this.cookies.size > 0 && {
          cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        }),
        ...(method !== 'GET' && !noOrigin && { origin: this.#origin }),
        ...(body !== undefined && !raw && { 'content-type': 'application/json' }),
        ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
        ...headers,
      },
      ...(body !== undefined && { body: raw ? (body as string) : JSON.stringify(body) }),
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const text = await response.text()
    const json = /[/+]json\b/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, body: json && text ? JSON.parse(text) : text, headers: response.headers, text }
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ')
    const [name = '', value = ''] = pair.split('=')
    if (attributes.some((attribute) => attribute === 'Max-Age=0')) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}
