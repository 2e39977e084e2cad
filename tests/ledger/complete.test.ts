import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { routes } from '#app/app.ts'
import { root } from '#platform/root.ts'
import { examples } from '../examples.ts'

test('every route has an example, and every example a route', () => {
  expect(Object.keys(examples).sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort())
})

test('the examples of every slice are walked', async () => {
  const named = async (folder: string, end: string) =>
    (await readdir(join(root, 'tests', folder)))
      .filter((file) => file.endsWith(end))
      .map((file) => file.slice(0, -end.length))
  const walked = (await named('ledger', '.test.ts')).filter((name) => name !== 'complete')
  expect(walked.sort()).toEqual((await named('examples', '.ts')).filter((name) => name !== 'example').sort())
})
