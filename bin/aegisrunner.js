#!/usr/bin/env node
import { buildIfStale } from '../scripts/build.mjs'

await buildIfStale()
const { main } = await import('../dist/server/main.js')
await main(process.argv.slice(2))
