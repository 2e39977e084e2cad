import { spawnSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { root } from '#platform/root.ts'

interface Component {
  'bom-ref': string
  properties?: { name: string; value: string }[]
}

// `npm run sbom [file]`: writes what an installation consists of besides our own code, in CycloneDX 1.5, to dist/sbom.cdx.json or to `file`.
// Read from package-lock.json alone, without a network: each package with its exact version, licence, address and SHA-512.
const file = process.argv[2] ?? join(root, 'dist', 'sbom.cdx.json')
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
const args = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only', '--offline']
const { status, stdout, stderr } = spawnSync(npm, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 })
if (status !== 0) throw new Error(`npm sbom: ${stderr}`)
const bom = JSON.parse(stdout)
// What only tests need is left out here: told to, npm leaves out also what an installation shares with them.
const isForTests = ({ properties = [] }: Component) =>
  properties.some(({ name }) => name === 'cdx:npm:package:development')
bom.components = (bom.components as Component[]).filter((one) => !isForTests(one))
const kept = new Set([bom.metadata.component, ...bom.components].map((one: Component) => one['bom-ref']))
bom.dependencies = (bom.dependencies as { ref: string; dependsOn?: string[] }[])
  .filter(({ ref }) => kept.has(ref))
  .map((one) => ({ ...one, dependsOn: one.dependsOn?.filter((ref) => kept.has(ref)) }))
// npm calls the application after the folder it lies in.
bom.metadata.component.name = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).name
await mkdir(dirname(file), { recursive: true })
await writeFile(file, `${JSON.stringify(bom, null, 2)}\n`)
process.stdout.write(`${file}: ${bom.components.length} packages\n`)
