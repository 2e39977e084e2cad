import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'
import { root } from '#platform/root.ts'

const run = promisify(execFile)

/** How to launch a Chromium: the options of playwright-core's `chromium.launch`. */
export interface Chromium {
  executablePath: string
  env: Record<string, string>
  args: string[]
}

/**
 * A Chromium that was seen to start: AEGIS_BROWSER, else the system's, else the one in the npm package `@sparticuz/chromium` (with the
 * libraries it brings, when the system lacks them), else Debian's, installed as root. Throws when there is none.
 */
export async function findChromium(): Promise<Chromium> {
  const { TEST_BROWSER, AEGIS_BROWSER } = process.env
  if (TEST_BROWSER) return JSON.parse(TEST_BROWSER) // found by scripts/test.ts for all test files
  if (AEGIS_BROWSER) return launch(AEGIS_BROWSER)
  const tried: string[] = []
  for (const find of [systemChromiums, packagedChromiums, debianChromium]) {
    const candidates = await find().catch((error: Error): Chromium[] => {
      tried.push(error.message)
      return []
    })
    for (const candidate of candidates) {
      const fault = await whyItFails(candidate)
      if (fault === null) return candidate
      tried.push(`${candidate.executablePath}: ${fault}`)
    }
  }
  throw new Error(`No Chromium starts here. Install one, or name it with AEGIS_BROWSER.\n${tried.join('\n')}`)
}

const launch = (executablePath: string, env: Record<string, string> = {}): Chromium => ({
  executablePath,
  env: { ...(process.env as Record<string, string>), ...env },
  args: [],
})

async function whyItFails(candidate: Chromium): Promise<string | null> {
  try {
    const browser = await chromium.launch({ ...candidate, timeout: 30_000 })
    const page = await browser.newPage()
    await page.setContent('<p>seen</p>')
    await browser.close()
    return null
  } catch (error) {
    return (error as Error).message.split('\n').slice(0, 3).join(' ')
  }
}

const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser']
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

async function systemChromiums(): Promise<Chromium[]> {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const paths = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...places]
  return paths.filter((path) => existsSync(path)).map((path) => launch(path))
}

// The package unpacks into the temporary folder and takes what lies there for complete; so it is given one of its own, renamed when done.
async function packagedChromiums(): Promise<Chromium[]> {
  if (process.platform !== 'linux') return []
  const { version } = JSON.parse(await readFile(join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'))
  const cache = join(root, 'node_modules', '.cache')
  const folder = join(cache, `chromium-${version}-${process.arch}`)
  if (!existsSync(folder)) {
    await mkdir(cache, { recursive: true })
    const unpacked = await mkdtemp(join(cache, 'unpacking-'))
    const program = "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath()"
    const env = { ...process.env, TMPDIR: unpacked, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' } // so that it unpacks the libraries as well
    await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: root, env })
    await writeFile(join(unpacked, 'fonts.conf'), fontsConf(folder))
    await rename(unpacked, folder).catch(() => rm(unpacked, { recursive: true })) // somebody else was faster
  }
  const executable = join(folder, 'chromium')
  const env: Record<string, string> = existsSync('/usr/share/fonts')
    ? {}
    : { FONTCONFIG_FILE: join(folder, 'fonts.conf') }
  const libraries = [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':')
  return [launch(executable, env), launch(executable, { ...env, LD_LIBRARY_PATH: libraries })]
}

const fontsConf = (folder: string): string =>
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>\n`

async function debianChromium(): Promise<Chromium[]> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return []
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update'], { env })
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env, maxBuffer: 64 * 1024 * 1024 })
  return [launch('/usr/bin/chromium')]
}
