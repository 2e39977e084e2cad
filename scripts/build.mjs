import { spawnSync } from 'node:child_process'
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip as gzipCallback } from 'node:zlib'

const gzip = promisify(gzipCallback)
const brotli = promisify(brotliCompress)

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'dist', 'built')
const sources = ['src', 'index.html', 'vite.config.ts', 'package-lock.json', 'scripts/build.mjs']

/**
 * Builds page and server when a source is newer than the last build; about 10 ms when nothing is to do. In a process of its own, whose
 * memory is not kept for as long as the server lives.
 */
export async function buildIfStale() {
  const built = await stat(stamp).then(
    (s) => s.mtimeMs,
    () => 0,
  )
  if (built > 0 && (await newest(sources.map((name) => join(root, name)))) < built) return
  process.stderr.write('Building the page and the server (first start, or the sources changed) …\n')
  const program = `await (await import(${JSON.stringify(import.meta.url)})).build()`
  const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) process.exit(1)
}

/** Builds the server bundle and the page into `dist/`. */
export async function build() {
  await buildServer()
  await buildPage()
  await writeFile(stamp, '')
}

/** Bundles the server; packages stay outside and load from node_modules. */
export async function buildServer() {
  const esbuild = await import('esbuild')
  await mkdir(join(root, 'dist'), { recursive: true })
  const outdir = join(root, 'dist', `server-${process.pid}`)
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: { main: 'src/main.ts' },
    bundle: true,
    packages: 'external',
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    jsx: 'automatic',
    sourcemap: 'linked',
    outdir,
    alias: { '#platform': './src/platform', '#access': './src/access', '#features': './src/features', '#app': './src' },
    logLevel: 'warning',
  })
  await cp(join(root, 'src/platform/crypto/common-passwords.bin'), join(outdir, 'common-passwords.bin'))
  await rm(join(root, 'dist', 'server'), { recursive: true, force: true })
  await rename(outdir, join(root, 'dist', 'server'))
}

async function buildPage() {
  const vite = await import('vite')
  await vite.build({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
  await compress(join(root, 'dist', 'web', 'assets'))
}

// Beside each file what is sent to browsers that take it: pressed once here instead of for every visit.
async function compress(folder) {
  const names = (await readdir(folder)).filter((name) => /\.(js|css|svg)$/.test(name))
  await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name)
      const bytes = await readFile(file)
      await writeFile(`${file}.gz`, await gzip(bytes, { level: 9 }))
      await writeFile(`${file}.br`, await brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
    }),
  )
}

async function newest(paths) {
  const times = await Promise.all(
    paths.map(async (path) => {
      const info = await stat(path)
      if (!info.isDirectory()) return info.mtimeMs
      const names = await readdir(path)
      return Math.max(info.mtimeMs, await newest(names.map((name) => join(path, name))))
    }),
  )
  return Math.max(0, ...times)
}
