#!/usr/bin/env -S node --max-semi-space-size=32
// A young generation large enough that a request is garbage before it is ever copied: with the default, one start in three served half as fast.
import { availableParallelism } from 'node:os'
import { buildIfStale } from '../scripts/build.mjs'

// Password hashing may keep every core's worth of threads busy; files and name look-ups need some of their own.
process.env.UV_THREADPOOL_SIZE ??= String(availableParallelism() + 4)

await buildIfStale()
const { main } = await import('../dist/server/main.js')
await main(process.argv.slice(2))
