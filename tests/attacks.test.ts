import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '#platform/root.ts'
import { attacksPage } from '../scripts/attacks.ts'

test('every attack has a test that bears its number, or a reason; docs/attacks.md is of today', async () => {
  const { text, faults } = await attacksPage()
  expect(faults).toEqual([])
  expect(await readFile(join(root, 'docs', 'attacks.md'), 'utf8')).toBe(text)
})
