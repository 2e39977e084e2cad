import type { FastifyRequest } from 'fastify'
import { commonRefusals, Refusal, refuseCommon } from './refusal.ts'

/** A body of another media type than the route takes; not read. */
const unwanted = Symbol('unwanted body')

/**
 * The bytes of a request as a route of raw bytes gets them; undefined where there are none. What such a route did not ask for, JSON no more than
 * anything else, never reaches it: {@link demandRaw} refuses it once it is known who asks. A route of JSON refuses it here.
 */
export function rawBody(request: FastifyRequest, body: Buffer): Buffer | undefined | typeof unwanted {
  const wanted = request.routeOptions.config.rawBody
  const [type = ''] = String(request.headers['content-type'] ?? '').split(';')
  if (wanted?.includes(type.trim().toLowerCase())) return body
  if (body.length === 0) return undefined
  return wanted ? unwanted : refuseCommon('not_json')
}

/** Refuses a body of another media type than these (RFC 9110 §15.5.16). */
export function demandRaw(body: unknown, wanted: readonly string[]): void {
  if (body !== unwanted) return
  const message = `Send the request body as ${wanted.join(' or ')}.`
  throw new Refusal({ ...commonRefusals.wrong_media_type, message }, 'wrong_media_type')
}
