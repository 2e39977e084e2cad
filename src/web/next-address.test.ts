import { describe, expect, it } from 'vitest'
import { nextAddress } from './next-address.ts'

const origin = 'https://aegis.example'

describe('the address after signing in', () => {
  it.each([
    ['/settings/profile', '/settings/profile'],
    ['/settings/profile?tab=1#photo', '/settings/profile?tab=1#photo'],
    ['/operate/outbox', '/operate/outbox'],
    ['/a/../settings', '/settings'],
  ])('%s stays on this site', (asked, gone) => expect(nextAddress(asked, origin)).toBe(gone))

  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '\t//evil.example',
    ' //evil.example',
    '/\n/evil.example',
    '/\r\\evil.example',
    'https:evil.example',
    'https:/evil.example',
    'https://evil.example',
    'HTTPS://evil.example',
    'http:\\\\evil.example',
    '@evil.example',
    'evil.example',
    '.evil.example',
    ':443/x',
    '%2f%2fevil.example',
    '/%2f%2fevil.example',
    '/%5cevil.example',
    '/%2F/evil.example',
    '\uFF0F\uFF0Fevil.example',
    '/\uFF0Fevil.example',
    '/\u2044evil.example',
    '/\u2215evil.example',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    '/\u0000/evil.example',
    'data:text/html,x',
    'vbscript:x',
    'myapp://cb.evil',
    '/..//evil.example',
    '',
    undefined,
    null,
    ['/settings'],
    7,
  ])('V113, V114: %j goes to the welcome page instead', (asked) => expect(nextAddress(asked, origin)).toBe('/welcome'))
})
