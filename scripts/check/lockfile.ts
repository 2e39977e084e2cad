import type { Rule } from './tree.ts'

interface Locked {
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

/** The lock file names every package of every platform, or `npm ci` refuses it on a fresh clone. */
export const lockfile: Rule = ({ texts }) => {
  const text = texts.get('package-lock.json')
  if (text === undefined) return []
  const { packages } = JSON.parse(text) as { packages: Record<string, Locked> }
  return Object.entries(packages).flatMap(([place, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !isLocked(packages, place, name))
      .map((name) => ({
        file: 'package-lock.json',
        line: 1,
        rule: 'lockfile',
        says: `${name}, which ${place || 'the package'} asks for, is not in it; choose a version that every platform has`,
      })),
  )
}

// As node looks for it: beside, then further up.
function isLocked(packages: Record<string, Locked>, place: string, name: string): boolean {
  if (`${place ? `${place}/` : ''}node_modules/${name}` in packages) return true
  if (place === '') return false
  return isLocked(
    packages,
    place.includes('/node_modules/') ? place.slice(0, place.lastIndexOf('/node_modules/')) : '',
    name,
  )
}
