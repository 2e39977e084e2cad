import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { StartupFault } from '#platform/fault.ts'
import { root } from '#platform/root.ts'

const run = promisify(execFile)

/** How to launch a Chromium: the options of playwright-core's `chromium.launch`. */
export interface Chromium {
  executablePath: string
  env: Record<string, string>
  args: string[]
  /** Chromium's own sandbox is on, except for root, who cannot have it. */
  chromiumSandbox: boolean
}

/** Where to look. */
export interface Looking {
  /** AEGIS_BROWSER: this one and no other. */
  named?: string | undefined
  /** The environment of this process; only what a browser needs of it is handed on. */
  environment: Readonly<Record<string, string | undefined>>
  /** Folders to unpack the packaged browser into: the first that can be written. */
  unpackInto: readonly string[]
}

/** A place to look for browsers; answers candidates, the best first. */
export type Finder = (looking: Looking) => Promise<Chromium[]>

/**
 * A Chromium that was seen to start: the named one, else the system's, else the one in the npm package `@sparticuz/chromium` (with the
 * libraries it brings, when the system lacks them), else what `more` finds. Throws a {@link StartupFault} when there is none.
 */
export async function findChromium(looking: Looking, more: readonly Finder[] = []): Promise<Chromium> {
  if (looking.named) return launching(looking, looking.named)
  const tried: string[] = []
  for (const find of [systemChromiums, packagedChromiums, ...more]) {
    const candidates = await find(looking).catch((error: Error): Chromium[] => {
      tried.push(error.message)
      return []
    })
    for (const candidate of candidates) {
      const fault = await whyItFails(candidate)
      if (fault === null) return candidate
      tried.push(`${candidate.executablePath}: ${fault}`)
    }
  }
  throw new StartupFault(`No Chromium starts here. Install one, or name it with AEGIS_BROWSER.\n${tried.join('\n')}`)
}

// A browser that visits strangers' pages is given nothing of our environment that it has no use for: there are secrets in it.
const needed = [
  'PATH',
  'HOME',
  'LANG',
  'TZ',
  'TMPDIR',
  'LD_LIBRARY_PATH',
  'FONTCONFIG_FILE',
  'FONTCONFIG_PATH',
  'SystemRoot',
  'TEMP',
]

/** A candidate at this path. */
export function launching({ environment }: Looking, path: string, more: Record<string, string> = {}): Chromium {
  const kept = needed.flatMap((name): [string, string][] => (environment[name] ? [[name, environment[name]]] : []))
  const env = { ...Object.fromEntries(kept), ...more }
  return { executablePath: path, env, args: [], chromiumSandbox: process.getuid?.() !== 0 }
}

async function whyItFails(candidate: Chromium): Promise<string | null> {
  try {
    const { chromium } = await import('playwright-core') // large, and only wanted where a browser is
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

async function systemChromiums(looking: Looking): Promise<Chromium[]> {
  const folders = (looking.environment.PATH ?? '').split(delimiter)
  const paths = [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...places]
  return paths.filter((path) => existsSync(path)).map((path) => launching(looking, path))
}

// The package unpacks into the temporary folder and takes what lies there for complete; so it is given one of its own, renamed when done.
async function packagedChromiums(looking: Looking): Promise<Chromium[]> {
  if (process.platform !== 'linux') return []
  const { version } = JSON.parse(await readFile(join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'))
  const name = `chromium-${version}-${process.arch}`
  const there = looking.unpackInto.map((cache) => join(cache, name)).find((folder) => existsSync(folder))
  const folder = there ?? (await unpack(looking, name))
  const executable = join(folder, 'chromium')
  const fonts: Record<string, string> = existsSync('/usr/share/fonts')
    ? {}
    : { FONTCONFIG_FILE: join(folder, 'fonts.conf') }
  const libraries = [join(folder, 'al2023', 'lib'), looking.environment.LD_LIBRARY_PATH].filter(Boolean).join(':')
  return [
    launching(looking, executable, fonts),
    launching(looking, executable, { ...fonts, LD_LIBRARY_PATH: libraries }),
  ]
}

async function unpack({ unpackInto, environment }: Looking, name: string): Promise<string> {
  const cache = await firstWritable(unpackInto)
  const folder = join(cache, name)
  const unpacked = await mkdtemp(join(cache, 'unpacking-'))
  const program = "const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath()"
  const env = { ...environment, TMPDIR: unpacked, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' } // so that it unpacks the libraries as well
  await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: root, env })
  await writeFile(join(unpacked, 'fonts.conf'), fontsConf(folder))
  await rename(unpacked, folder).catch(() => rm(unpacked, { recursive: true })) // somebody else was faster
  return folder
}

async function firstWritable(folders: readonly string[]): Promise<string> {
  for (const folder of folders)
    if (
      await mkdir(folder, { recursive: true }).then(
        () => true,
        () => false,
      )
    )
      return folder
  throw new Error('no folder to unpack a browser into can be written')
}

const fontsConf = (folder: string): string =>
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>\n`
