import { root } from '#platform/root.ts'
import { ledger } from './check/ledger.ts'
import { rules } from './check/rules.ts'
import { biome, types, unused } from './check/tools.ts'
import { type Fault, readTree } from './check/tree.ts'

// `npm run check`: every rule that architecture.md calls one. The fast ones come first; all faults are told, not only the first.
async function ourRules(): Promise<Fault[]> {
  const tree = await readTree(root)
  return rules.flatMap((rule) => rule(tree))
}

const steps: Record<string, () => Promise<Fault[]>> = {
  rules: ourRules,
  ledger: () => ledger(root),
  biome: () => biome(root),
  types: () => types(root),
  unused: () => unused(root),
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in steps))
if (unknown.length > 0)
  throw new Error(`there is no step ${unknown.join(', ')}; there are ${Object.keys(steps).join(', ')}`)

let total = 0
for (const [name, step] of Object.entries(steps)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const started = performance.now()
  const faults = await step()
  for (const { file, line, rule, says } of faults) console.log(`${file}:${line} ${rule}: ${says}`)
  const took = ((performance.now() - started) / 1000).toFixed(1)
  console.log(
    `${faults.length === 0 ? '✓' : '✗'} ${name}: ${faults.length === 0 ? 'nothing' : faults.length} to mend (${took} s)`,
  )
  total += faults.length
}
process.exitCode = total > 0 ? 1 : 0
