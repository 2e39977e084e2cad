import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '#platform/root.ts'
import { emptyFolder } from './program.ts'

test('ASVS 15.1.2: the bill of materials names every package the program runs with, its version, licence and digest', async () => {
  const file = join(await emptyFolder(), 'sbom.json')
  const ran = spawnSync(process.execPath, ['scripts/run.mjs', 'scripts/security/sbom.ts', file], { cwd: root })
  expect(String(ran.stderr)).toBe('')
  const bom = JSON.parse(await readFile(file, 'utf8'))
  expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5' })
  expect(bom.metadata.component).toMatchObject({ name: 'aegisrunner', type: 'application' })
  const named = new Map<string, { hashes?: unknown[]; purl: string }>(
    bom.components.map((one: { name: string; version: string }) => [`${one.name}@${one.version}`, one]),
  )
  const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'))
  for (const name of Object.keys(dependencies))
    expect(named.has(`${name}@${packages[`node_modules/${name}`].version}`), name).toBe(true)
  for (const [name, { hashes, purl }] of named) {
    expect(hashes, name).toMatchObject([{ alg: 'SHA-512' }])
    expect(purl).toMatch(/^pkg:npm\//)
  }
  // What only tests need is no part of an installation.
  for (const name of named.keys()) expect(name).not.toMatch(/^(vitest|fast-check|knip)@/)
})

test('ASVS 15.2.4: the lock file pins every package by SHA-512 and sends nobody to another registry', async () => {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'))
  const pinned = Object.entries<{ integrity?: string; resolved?: string }>(packages).filter(([place]) => place !== '')
  expect(pinned.length).toBeGreaterThan(100)
  for (const [place, { integrity, resolved = 'https://registry.npmjs.org/' }] of pinned) {
    expect(integrity, place).toMatch(/^sha512-/)
    expect(resolved, place).toMatch(/^https:\/\/registry\.npmjs\.org\//)
  }
})
