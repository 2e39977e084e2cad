// Runs one of our TypeScript programs on any supported Node: node scripts/run.mjs scripts/<name>.ts [arguments]
import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const [entry] = process.argv.splice(2, 1)
const folder = join(root, 'dist', 'scripts')
const outfile = join(folder, `${basename(entry, '.ts')}-${process.pid}.js`)

await mkdir(folder, { recursive: true })
await build({
  absWorkingDir: root,
  entryPoints: [entry],
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  jsx: 'automatic',
  sourcemap: 'inline',
  outfile,
  alias: {
    '#platform': './src/platform',
    '#access': './src/access',
    '#features': './src/features',
    '#tests': './tests',
    '#app': './src',
  },
  logLevel: 'warning',
})
try {
  await import(pathToFileURL(outfile).href)
} finally {
  await rm(outfile)
}
