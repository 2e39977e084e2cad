import { expect, test } from 'vitest'
import { button, facts, type Letter, note } from './letter.ts'
import { plainLetter } from './plain-letter.ts'
import { renderLetter } from './render.tsx'

const publicUrl = 'https://aegis.example'

const letter = (more: Partial<Letter> = {}): Letter => ({
  name: 'test',
  subject: 'A subject',
  preview: 'A preview',
  body: ['A paragraph.', button('Do it', `${publicUrl}/recover#s3cret`), facts({ When: 'now' }), note('A note.')],
  ...more,
})

const write = (written: Letter, fullName = 'Ada Lovelace') => {
  const recipient = { email: 'ada@example.com', fullName, timezone: 'UTC' }
  return renderLetter({ letter: plainLetter(written, publicUrl), recipient }, publicUrl)
}

test('both forms say everything, and the link stands in both as text', () => {
  const { html, text } = write(letter())
  for (const part of [
    'Hello Ada Lovelace,',
    'A paragraph.',
    `${publicUrl}/recover#s3cret`,
    'A note.',
    'ada@example.com',
  ]) {
    expect(html).toContain(part)
    expect(text).toContain(part)
  }
  expect(text).toBe(
    [
      'Hello Ada Lovelace,',
      'A paragraph.',
      `Do it:\n${publicUrl}/recover#s3cret`,
      'When: now',
      'A note.',
      '-- \nAegisRunner at https://aegis.example sent this to ada@example.com, because it concerns the account or ' +
        'sign-up with this address. Letters about your account’s security cannot be switched off.\n',
    ].join('\n\n'),
  )
  expect(html).toContain('A preview')
  expect(html.match(/href="[^"]*"/g)).toEqual(Array(2).fill(`href="${publicUrl}/recover#s3cret"`))
  expect(html).toContain('prefers-color-scheme: dark')
})

test('nothing is fetched: no picture, script, frame or sheet from anywhere', () => {
  const { html } = write(letter())
  expect(html).not.toMatch(/<(img|script|iframe|link|object|video)\b|url\(|src=|@import/i)
})

test.each([
  ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
  ['"><script>alert(1)</script>', '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;'],
  ["' onmouseover='x", '&#x27; onmouseover=&#x27;x'],
  ['{{7*7}}', '{{7*7}}'],
  ['<%= 7*7 %>', '&lt;%= 7*7 %&gt;'],
  ['&lt;b&gt;', '&amp;lt;b&amp;gt;'],
])('V64: %s is text wherever it stands', (hostile, escaped) => {
  const { html, text } = write(
    letter({
      subject: `From ${hostile}`,
      preview: `From ${hostile}`,
      body: [`From ${hostile}`, facts({ Name: hostile }), note(hostile), button(hostile, `${publicUrl}/x`)],
    }),
    hostile,
  )
  expect(html).not.toMatch(/<img|<script|49/)
  expect(html.split(escaped).length - 1).toBeGreaterThanOrEqual(7)
  const tags = html.match(/<[a-z][^>]*>/gi) ?? []
  expect(tags.filter((tag) => / on\w+=/i.test(tag.replace(/"[^"]*"/g, '')))).toEqual([])
  expect(text).toContain(`From ${hostile}`)
})
