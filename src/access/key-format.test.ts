import { expect, test } from 'vitest'
import { newId } from '#platform/ids.ts'
import { keyDisplay, keyIdOf, keyPattern, lastFour, newKeyText } from './key-format.ts'

test('a key names its own id, fits the published expression, and never comes twice', () => {
  const id = newId('key')
  const texts = new Set(Array.from({ length: 200 }, () => newKeyText(id)))
  expect(texts.size).toBe(200)
  for (const text of texts) {
    expect(text).toMatch(new RegExp(`^${keyPattern}$`))
    expect(keyIdOf(text)).toBe(id)
  }
})

test('every single mistyped, missing, doubled or swapped character is noticed without a database', () => {
  const text = newKeyText(newId('key'))
  for (let at = 0; at < text.length; at++) {
    const here = text[at] ?? ''
    const other = here === 'a' ? 'b' : 'a'
    const wrong = [
      text.slice(0, at) + other + text.slice(at + 1),
      text.slice(0, at) + text.slice(at + 1),
      text.slice(0, at) + here + text.slice(at),
      text.slice(0, at) + (text[at + 1] ?? '') + here + text.slice(at + 2),
    ]
    for (const one of wrong) expect(one === text ? null : keyIdOf(one), one).toBeNull()
  }
  for (const around of [` ${text}`, `${text}\n`, text.toUpperCase(), `x${text}`, '', 'aegis_live_']) {
    expect(keyIdOf(around)).toBeNull()
  }
})

test('the secret has 192 bits: 33 base-62 digits that use the whole range', () => {
  const secrets = Array.from({ length: 400 }, () => newKeyText(newId('key')).slice(38, 71))
  expect(62n ** 33n > 2n ** 192n).toBe(true)
  for (const secret of secrets) expect(secret).toMatch(/^[0-9A-Za-z]{33}$/)
  expect(new Set(secrets.flatMap((secret) => [...secret])).size).toBe(62)
})

test('shows no more than the last four characters', () => {
  const text = newKeyText(newId('key'))
  expect(keyDisplay(lastFour(text))).toBe(`aegis_live_…${text.slice(-4)}`)
})
