import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { routes } from '#app/app.ts'
import type { Route } from '#platform/http/route.ts'
import { root } from '#platform/root.ts'
import { areas, reasons, sentenceForOthers, sentenceOf, sentences } from './activity-sentences.ts'

const all: readonly Route[] = routes
const declared = all.flatMap(({ declaration: { audit, auditRefused = [] } }) =>
  typeof audit === 'string' ? [{ audit, auditRefused }] : [],
)
// What jobs, commands and public functions append without a route.
const appended = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .flatMap((path) => [...readFileSync(join(root, 'src', path), 'utf8').matchAll(/\baction: '(\w[\w-]*\.\w+)'/g)])
  .map(([, action = '']) => action)

test.each([...new Set([...declared.map(({ audit }) => audit), ...appended])])('%s reads as a sentence', (action) => {
  expect(Object.keys(sentences)).toContain(action)
  expect(sentenceOf(action, {})).toMatch(/^[A-Z].*[a-z]\.$/)
})

test('every audited refusal reads as a sentence', () => {
  const refusals = declared.flatMap(({ audit, auditRefused }) => auditRefused.map((code) => [audit, code] as const))
  const missing = refusals.filter(([audit, code]) => !sentences[audit]?.tried || !reasons[code])
  expect(missing).toEqual([])
  expect(refusals.length).toBeGreaterThan(10)
})

test('says how many sessions ended, and with what somebody signed in', () => {
  expect(sentenceOf('account.password_changed', { sessionsEnded: 2 })).toBe(
    'Your password was changed. 2 sessions were signed out.',
  )
  expect(sentenceOf('account.password_changed', { sessionsEnded: 0 })).toBe('Your password was changed.')
  expect(sentenceOf('auth.signed_in', { method: 'password', newDevice: true })).toBe(
    'Signed in with your password, in a browser not seen before.',
  )
  expect(sentenceOf('auth.signed_in', { refused: 'sign_in_refused' })).toBe(
    'A sign-in was refused: the password was wrong.',
  )
})

test('an act of a later version is still words', () => {
  expect(sentenceOf('moon.landed_on', {})).toBe('Recorded: moon landed on.')
})

test('every act belongs to an area that has a name', () => {
  const actions = [...declared.map(({ audit }) => audit), ...appended]
  const nameless = actions.filter((action) => !Object.hasOwn(areas, action.split('.')[0] ?? ''))
  expect(nameless).toEqual([])
})

test('others do not read “you”', () => {
  expect(sentenceForOthers('auth.signed_in', { method: 'password' })).toBe('Signed in with their password.')
  expect(sentenceForOthers('account.password_changed', {})).toBe('Their password was changed.')
  expect(sentenceForOthers('auth.identity_confirmed', {})).toBe('Confirmed who they are.')
  for (const action of Object.keys(sentences)) {
    expect(sentenceForOthers(action, { name: 'N', device: 'D', ip: 'I' })).not.toMatch(/\b(you|your|yours)\b/i)
  }
})

test('a count of refused things is no refusal of the act, and is readable', () => {
  const told = sentenceForOthers('usage.reported', { events: 2, refused: 1 } as never)
  expect(told).toBe(sentenceForOthers('usage.reported', { events: 2 }))
  expect(sentenceForOthers('usage.reported', { refused: 'limit_reached' })).not.toBe(told)
})
