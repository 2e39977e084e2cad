import { expect, test } from 'vitest'
import { openLog } from './log.ts'

test('V131: whatever stands in a field, one event is one JSON line', () => {
  const lines: string[] = []
  const log = openLog('info', { write: (line: string) => void lines.push(line) })
  log.info({ name: 'a\nb\r\n{"level":"fatal"}\u2028\u001b[31m' }, 'first\nsecond')
  expect(lines).toHaveLength(1)
  expect(lines[0]?.trimEnd().split('\n')).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '').msg).toBe('first\nsecond')
})

test('V132: secrets that a mistake passes along are not written, and errors carry no client with them', () => {
  const lines: string[] = []
  const log = openLog('info', { write: (line: string) => void lines.push(line) })
  const error = Object.assign(new Error('gone'), { code: '57P01', client: { password: 'canary-1' } })
  log.warn({ err: error, password: 'canary-2', body: { token: 'canary-3' }, headers: { cookie: 'canary-4' } }, 'failed')
  expect(lines.join('')).not.toContain('canary')
  expect(JSON.parse(lines[0] ?? '').err).toMatchObject({ message: 'gone', errorCode: '57P01' })
})
