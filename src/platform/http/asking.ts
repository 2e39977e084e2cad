import type { FastifyRequest } from 'fastify'
import type { Platform } from '../platform.ts'
import { networkOf } from './limits.ts'

/** A bearer key that was let in. What it stands for is the access layer's to say, by declaration merging. */
export interface Bearer {
  readonly id: string
}

/** A request as access rules see it, before anything of its body is believed. */
export interface Asking {
  readonly platform: Platform
  readonly now: Date
  readonly method: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly cookies: Readonly<Record<string, string | undefined>>
  /** Path parameters, so that access to `{team}` is decided on the very object acted on (GHSA-h3rm-78g3-j7cp). */
  readonly params: Readonly<Record<string, string>>
  readonly client: Client
  /** The key in `Authorization`; null when the request came without one. With one, cookies count for nothing. */
  readonly bearer: Bearer | null
}

/** Where a request comes from, as audit rows and limits record it. */
export interface Client {
  /** The client's address after trusted proxies. */
  readonly ip: string
  /** The bucket limits use: the IPv4 address, or the /64 of IPv6; `unknown` shares one bucket. */
  readonly network: string
  readonly userAgent: string
  readonly requestId: string
}

class RequestClient implements Client {
  readonly ip: string
  readonly userAgent: string
  readonly requestId: string

  constructor(request: FastifyRequest) {
    this.ip = request.ip
    this.userAgent = request.headers['user-agent'] ?? ''
    this.requestId = request.id
  }

  // Worked out only for those who ask.
  get network(): string {
    return networkOf(this.ip)
  }
}

/** Where a Fastify request comes from. */
export const clientOf = (request: FastifyRequest): Client => new RequestClient(request)
