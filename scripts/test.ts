import { spawn } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '#platform/root.ts'
import { findChromium } from '#tests/chromium.ts'

// `npm test`: the rules, a build, every test. The last line is `N passed, N failed`; the exit code is 0 only when something ran and nothing failed.
interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  testResults: { name: string; status: string; message?: string; assertionResults: { status: string }[] }[]
}

const report = join(root, 'test-output', 'vitest.json')
let passed = 0
let failed = 0

function node(args: string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' })
    child.on('error', () => resolve(1))
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

async function step(title: string, work: () => Promise<number>): Promise<boolean> {
  console.log(`\n— ${title}`)
  const started = performance.now()
  const code = await work().catch((error: Error) => {
    console.log(error.message)
    return 1
  })
  console.log(
    `— ${title}: ${code === 0 ? 'fine' : 'failed'} after ${Math.round((performance.now() - started) / 1000)} s`,
  )
  if (code === 0) passed += 1
  else failed += 1
  return code === 0
}

async function countTests(code: number): Promise<void> {
  const results = await readFile(report, 'utf8').then(
    (text): Report => JSON.parse(text),
    () => null,
  )
  passed += results?.numPassedTests ?? 0
  const before = failed
  failed += results?.numFailedTests ?? 0
  // A file that could not even be loaded has failed, although no test of it did.
  failed +=
    results?.testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
    ).length ?? 0
  const ran = (results?.numPassedTests ?? 0) + (results?.numFailedTests ?? 0)
  if ((code !== 0 || ran === 0) && failed === before) failed += 1
  if (results?.numPendingTests)
    console.log(`${results.numPendingTests} tests do not apply on this machine and did not run.`)
}

await step('check', () => node(['scripts/run.mjs', 'scripts/check.ts']))

const env = { ...process.env }
await step('browser', async () => {
  const browser = await findChromium()
  env.TEST_BROWSER = JSON.stringify(browser)
  delete env.AEGIS_BROWSER // the app, started by tests, refuses settings it does not know
  console.log(browser.executablePath)
  return 0
})

const built = await step('build', () =>
  node(['--input-type=module', '--eval', "await (await import('./scripts/build.mjs')).build()"]),
)

await rm(report, { force: true })
await mkdir(join(root, 'test-output'), { recursive: true })
console.log(`\n— tests${built ? '' : ' (of what can run without a build)'}`)
const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)]
await countTests(await node(['node_modules/vitest/vitest.mjs', ...args], env))

process.exitCode = failed > 0 || passed === 0 ? 1 : 0
console.log(`\n${passed} passed, ${failed} failed`)
