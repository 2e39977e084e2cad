import { expect, test } from 'vitest'
import { initFaultIn, readLine } from './server-log.ts'

test('a fault of the server is its reason to end; a client connection’s is only information', () => {
  const text = 'lock file "postmaster.pid" already exists'
  expect(readLine(`postmaster|FATAL:  ${text}`)).toEqual({ level: 'error', msg: text, fatal: text })
  const ended = 'terminating connection due to administrator command'
  expect(readLine(`client backend|FATAL:  ${ended}`)).toEqual({ level: 'info', msg: ended })
  expect(readLine('client backend|ERROR:  duplicate key').level).toBe('info')
})

test('what background processes complain about keeps its weight', () => {
  expect(readLine('autovacuum worker|ERROR:  invalid page in block 3')).toEqual({
    level: 'error',
    msg: 'invalid page in block 3',
  })
  expect(readLine('checkpointer|WARNING:  out of patience').level).toBe('warn')
  expect(readLine('postmaster|LOG:  database system is shut down').level).toBe('info')
})

test('initdb’s faults come with and without a label, or from the server inside it', () => {
  expect(initFaultIn('initdb: could not look up effective user ID 7: user does not exist')).toMatch(
    /^could not look up/,
  )
  expect(initFaultIn('initdb: error: no space')).toBe('no space')
  expect(initFaultIn('2026-11-23 00:37:05.191 UTC [84] FATAL:  no memory')).toBe('no memory')
  expect(initFaultIn('initdb: hint: Try another folder')).toBeUndefined()
  expect(initFaultIn('creating subdirectories ... ok')).toBeUndefined()
})
