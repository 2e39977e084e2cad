import { typeidUnboxed } from 'typeid-js'

/** The kinds of things that carry an id; the prefix says what an id names. */
export type IdPrefix =
  | 'usr'
  | 'team'
  | 'mem'
  | 'ses'
  | 'dev'
  | 'tok'
  | 'aud'
  | 'mail'
  | 'chg'
  | 'img'
  | 'key'
  | 'otp'
  | 'psk'
  | 'cer'
  | 'pay'
  | 'ntf'
  | 'dlv'
  | 'whk'
  | 'prj'
  | 'suite'
  | 'case'
  | 'sch'
  | 'alr'
  | 'exp'
  | 'avw'
  | 'ast'
  | 'crawl'
  | 'run'
  | 'pic'
  | 'hold'
  | 'job'
  | 'inv'

/** A new id such as `usr_01h2xcejqtf2nbrexx3vqjhp41` (TypeID: prefix, then a UUIDv7 in Crockford base 32). Ids name things; they never authorise. */
export const newId = (prefix: IdPrefix): string => typeidUnboxed(prefix)

const processTag = typeidUnboxed('req')
let requests = 0

/** A new request id: this process's own tag and a running number. Made for every request, so it must cost nothing. */
export const newRequestId = (): string => `${processTag}-${(++requests).toString(36)}`
