import { describe, expect, it } from 'vitest'
import { deviceName } from './device-name.ts'

const webkit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'

describe('the name of a browser', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Windows'],
    [
      `Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) ${webkit} Version/17.5 Mobile/15E148 Safari/604.1`,
      'Safari on iOS',
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
      'Chrome on Linux',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
      'Microsoft Edge on Windows',
    ],
  ])('%s', (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name)
  })

  it.each(['', '   ', 'curl/8.5.0', 'Visit evil.example/1.0 now', '\u202eevil/1.0'])(
    'does not repeat “%s”',
    (userAgent) => {
      expect(deviceName(userAgent)).toBe('An unknown browser')
    },
  )

  it('takes one word from a longer message, never the message', () => {
    expect(deviceName('<b>Chromium</b> (evil.example)/1')).toBe('Chromium')
  })

  it('reads endless headers in no time', () => {
    expect(deviceName('a'.repeat(1_000_000))).toBe('An unknown browser')
  })
})
