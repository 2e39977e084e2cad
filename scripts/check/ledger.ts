import { runTool } from './tools.ts'
import type { Fault } from './tree.ts'

/**
 * The ledger of routes and the other written pages are fresh, the tests that docs/asvs.md names exist, and the API's description is valid
 * OpenAPI 3.1. Apart, because it loads the whole server.
 */
export async function ledger(root: string): Promise<Fault[]> {
  const { code, output } = await runTool(root, 'scripts/run.mjs', ['scripts/routes.ts', '--check'])
  const faults = [...output.matchAll(/^(docs\/[\w.]+|README\.md|openapi\.json): (.*)$/gm)].map(
    ([, file = '', says = '']) => ({
      file,
      line: 1,
      rule: 'ledger',
      says,
    }),
  )
  if (code === 0 || faults.length > 0) return faults
  return [
    { file: 'src/app.ts', line: 1, rule: 'ledger', says: `the routes cannot be loaded: ${output.trim().slice(-2000)}` },
  ]
}
