import { execFile } from 'node:child_process'
import { relative } from 'node:path'
import type { Fault } from './tree.ts'

/** Runs a program of node_modules, or node itself, and answers what it wrote, whether or not it was content. */
export function runTool(root: string, command: string, args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const options = { cwd: root, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, NO_COLOR: '1' } }
    execFile(process.execPath, [command, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + (error ? stderr : '') })
    })
  })
}

/** A tool that failed without naming a place is a fault too: silence must not pass. */
function orSilence(rule: string, { code, output }: { code: number; output: string }, faults: Fault[]): Fault[] {
  if (code === 0 || faults.length > 0) return faults
  return [
    { file: 'package.json', line: 1, rule, says: `the tool ended with code ${code}: ${output.trim().slice(-2000)}` },
  ]
}

/** Types: every project with its own globals (server without DOM, page without Node), and contracts with neither. */
export async function types(root: string): Promise<Fault[]> {
  const tsc = (...args: string[]) => runTool(root, 'node_modules/typescript/bin/tsc', [...args, '--pretty', 'false'])
  const runs = [
    await tsc('-b', 'tsconfig.server.json', 'tsconfig.web.json', 'tsconfig.tests.json'),
    // What contracts import belongs to other projects as well, so this one cannot be built as one of them.
    await tsc(
      '-p',
      'tsconfig.contracts.json',
      '--composite',
      'false',
      '--incremental',
      'false',
      '--tsBuildInfoFile',
      'null',
    ),
  ]
  return runs.flatMap((run) => {
    const lines = [...run.output.matchAll(/^(.+?)\((\d+),\d+\): error (TS\d+): (.*)/gm)]
    return orSilence(
      'types',
      run,
      lines.map(([, file = '', line, code, says]) => ({
        file,
        line: Number(line),
        rule: 'types',
        says: `${code} ${says}`,
      })),
    )
  })
}

/** Biome: formatting, import order and lint. */
export async function biome(root: string): Promise<Fault[]> {
  const args = ['check', '--reporter=github', '--max-diagnostics=none', '--error-on-warnings', '.']
  const run = await runTool(root, 'node_modules/@biomejs/biome/bin/biome', args)
  const faults = [
    ...run.output.matchAll(/^::(?:error|warning) title=([^,]*),file=([^,]*),line=(\d+)[^:]*::(.*)$/gm),
  ].map(([, title, file = '', line, says]) => ({
    file: relative(root, file) && !file.startsWith('/') ? file : relative(root, file),
    line: Number(line),
    rule: `biome ${title}`,
    says: decodeURIComponent((says ?? '').replaceAll(/%(?![0-9A-F]{2})/g, '%25')).split('\n')[0] ?? '',
  }))
  return orSilence('biome', run, faults)
}

interface KnipReport {
  issues: ({ file: string } & Record<string, { name?: string; line?: number }[]>)[]
}

/** Knip: files, exports and packages nobody uses, and packages nobody declared. */
export async function unused(root: string): Promise<Fault[]> {
  const run = await runTool(root, 'node_modules/knip/bin/knip.js', ['--reporter', 'json', '--no-progress'])
  const start = run.output.indexOf('{"')
  if (start < 0) return orSilence('unused', { ...run, code: run.code || 1 }, [])
  const end = run.output.lastIndexOf('}') + 1
  const { issues } = JSON.parse(run.output.slice(start, end)) as KnipReport
  const faults = issues.flatMap(({ file, ...kinds }) =>
    Object.entries(kinds).flatMap(([kind, list]) =>
      Array.isArray(list)
        ? list
            .flat()
            .map(({ name, line }) => ({ file, line: line ?? 1, rule: 'unused', says: `${kind}: ${name ?? file}` }))
        : [],
    ),
  )
  return orSilence('unused', run, faults)
}
