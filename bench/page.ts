import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { chromium, type Page } from 'playwright-core'
import { root } from '#platform/root.ts'
import { findChromium } from '#tests/chromium.ts'
import { signUpFirst, startOurs } from './stage.ts'

const lighthouse = '12.8.2'
const folder = join(root, 'bench', 'peers', 'lighthouse')
const tabs = ['profile', 'security', 'team', 'billing', 'usage', 'audit']
const port = 9_333

/** Row 13: what each settings tab weighs on its first load, and what Lighthouse (mobile profile) says of it, signed in. */
export async function page(): Promise<string[]> {
  await install()
  const ours = await startOurs()
  const cookie = await signUpFirst(ours)
  const found = await findChromium()
  const args = [...found.args, '--no-sandbox', '--disable-gpu', `--remote-debugging-port=${port}`]
  const browser = await chromium.launch({ ...found, args })
  const lines: string[] = []
  for (const tab of tabs) {
    const url = `http://localhost:${ours.port}/settings/${tab}`
    const { script, css } = await weigh(await browser.newContext({ extraHTTPHeaders: { cookie } }), url)
    const scores = await judged(url, cookie)
    lines.push(
      `| ${tab} | ${kb(script)} | ${kb(css)} | ${scores.performance} | ${scores.accessibility} | ${scores['best-practices']} |`,
    )
  }
  await browser.close()
  await ours.stop()
  return [
    '## The page (row 13)',
    '',
    `First load of each settings tab, signed in: script and CSS in kB as gzip sends them; Lighthouse ${lighthouse}, its mobile profile, medians of 3.`,
    '',
    '| tab | script | CSS | performance | accessibility | best practices |',
    '|---|---|---|---|---|---|',
    ...lines,
  ]
}

async function install(): Promise<void> {
  await mkdir(folder, { recursive: true })
  await copyFile(join(root, 'bench', 'lighthouse.mjs'), join(folder, 'run.mjs'))
  if (existsSync(join(folder, 'node_modules', 'lighthouse'))) return
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', `lighthouse@${lighthouse}`], { cwd: folder })
}

async function judged(url: string, cookie: string): Promise<Record<string, number>> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'run.mjs')], {
    env: { PATH: process.env.PATH, URL: url, COOKIE: cookie, DEBUG_PORT: String(port) },
    maxBuffer: 1e8,
  })
  return JSON.parse(stdout)
}

type Context = Awaited<ReturnType<Awaited<ReturnType<typeof chromium.launch>>['newContext']>>

async function weigh(context: Context, url: string): Promise<{ script: number; css: number }> {
  const open: Page = await context.newPage()
  const asked = new Set<string>()
  open.on('request', (request) => asked.add(new URL(request.url()).pathname))
  await open.goto(url)
  await open.waitForLoadState('networkidle')
  await open.getByRole('heading', { level: 1, name: 'Settings' }).waitFor()
  await context.close()
  const files = new Set(await readdir(join(root, 'dist', 'web', 'assets')))
  const sum = async (ending: string) => {
    let bytes = 0
    for (const path of asked) {
      const name = path.split('/').at(-1) ?? ''
      if (!path.endsWith(ending) || !files.has(name)) continue
      bytes += gzipSync(await readFile(join(root, 'dist', 'web', 'assets', name)), { level: 9 }).length
    }
    return bytes
  }
  return { script: await sum('.js'), css: await sum('.css') }
}

const kb = (bytes: number): string => (bytes / 1000).toFixed(0)
