import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { routes } from '#app/app.ts'
import { openApiOf } from '#platform/http/openapi.ts'
import type { Route } from '#platform/http/route.ts'
import { root } from '#platform/root.ts'
import { asvsPage } from './asvs.ts'
import { attacksPage } from './attacks.ts'
import { ledgerOf } from './ledger.ts'
import { readmeWithSettings } from './readme.ts'

// `npm run routes` writes docs/routes.md, docs/asvs.md, docs/attacks.md and the README's table of settings; with --check it writes nothing and tells what is stale or not valid, for `npm run check`.
const faults: string[] = []
const all: readonly Route[] = routes

const asvs = await asvsPage()
const attacks = await attacksPage()
faults.push(...asvs.faults, ...attacks.faults)

const written = {
  'docs/routes.md': ledgerOf(all),
  'docs/asvs.md': asvs.text,
  'docs/attacks.md': attacks.text,
  'README.md': await readmeWithSettings(),
}
for (const [name, text] of Object.entries(written)) {
  const file = join(root, name)
  if (!process.argv.includes('--check')) await writeFile(file, text)
  else if ((await readFile(file, 'utf8').catch(() => '')) !== text)
    faults.push(`${name}: not what the code declares; run npm run routes`)
}

const seen = new Set<string>()
for (const { method, path } of all) {
  const name = `${method} ${path.replace(/\{\w+\}/g, '{}')}`
  if (seen.has(name)) faults.push(`docs/routes.md: ${name} is declared twice`)
  seen.add(name)
}

const description = openApiOf(all, { version: '0', publicUrl: 'http://localhost:3000', sessionCookie: 'aegis' })
const validator = new Validator()
const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(description)))
if (!valid) faults.push(`openapi.json: not valid OpenAPI 3.1: ${JSON.stringify(errors)}`)
else validator.resolveRefs() // throws on a reference to nowhere

for (const fault of faults) console.log(fault)
process.exitCode = faults.length > 0 ? 1 : 0
