import { type Fault, type Import, isTest, lineAt, type Rule, type SourceFile } from './tree.ts'

/** Which slices a slice may ask, and only through their `public.ts` (architecture.md, rule 1). */
const slicesBelow: Record<string, string[]> = {
  runs: ['projects', 'usage', 'notifications'],
  projects: ['usage', 'notifications'],
  billing: ['usage', 'team', 'notifications'],
  auth: ['account', 'team', 'two-factor', 'passkeys'],
  team: ['account', 'usage', 'notifications'],
  usage: ['notifications'],
}

/** Imports point down only: main, app, lifecycle, commands → features → access → platform. */
export const imports: Rule = ({ files }) =>
  files.filter((file) => !isTest(file.path)).flatMap((file) => file.imports.flatMap((one) => judge(file, one)))

function judge(file: SourceFile, one: Import): Fault[] {
  const says = one.ours ? whyNot(file.path, one) : null
  return says ? [{ file: file.path, line: lineAt(file.text, one.offset), rule: 'imports', says }] : []
}

type Place = { layer: 'platform' | 'access' | 'features' | 'web' | 'top'; slice?: string; web: boolean; file: string }

function placeOf(path: string): Place | null {
  const [, layer = '', slice = '', ...rest] = path.split('/')
  if (!path.startsWith('src/')) return null
  if (layer === 'platform' || layer === 'access') return { layer, web: false, file: path }
  if (layer === 'web') return { layer, web: true, file: path }
  if (layer === 'features') return { layer, slice, web: rest[0] === 'web', file: rest.join('/') }
  return { layer: 'top', web: false, file: path }
}

const heights = { platform: 0, access: 1, features: 2, web: 3, top: 4 }

function whyNot(from: string, { target, typeOnly }: Import): string | null {
  const here = placeOf(from)
  const there = placeOf(target)
  if (!here) return null
  if (isTest(target)) return `a program file may not import the test file ${target}`
  if (!there) return `src may not import ${target}, which is outside src`
  if (here.web) return whyNotFromWeb(here, there, typeOnly)
  if (there.web) return `server code may not import the page's ${target}`
  if (heights[there.layer] > heights[here.layer])
    return `${here.layer} may not know ${there.layer} (${target}): imports point down`
  if (here.layer === 'top' && there.layer === 'features' && !/^(routes|public|contract)\.ts$/.test(there.file)) {
    return `only routes.ts, public.ts and contract.ts of a slice are for the composition root, not ${target}`
  }
  return here.layer === 'features' && there.layer === 'features' ? whyNotBetween(here, there) : null
}

function whyNotBetween(here: Place, there: Place): string | null {
  const { slice = '' } = here
  if (slice === there.slice) return null
  if (!slicesBelow[slice]?.includes(there.slice ?? '')) return `the slice ${slice} may not use the slice ${there.slice}`
  return there.file === 'public.ts' ? null : `${there.file} is private to ${there.slice}: use its public.ts`
}

// The page may use contracts, its own slice's pure files (what those reach is web-reach's question), and types of routes.
function whyNotFromWeb(here: Place, there: Place, typeOnly: boolean): string | null {
  if (there.layer !== 'features') return null
  const own = here.slice === undefined || here.slice === there.slice
  if (there.web || there.file === 'contract.ts') return own ? null : `${there.file} is private to ${there.slice}`
  if (/(^|\.)(route|routes)\.ts$/.test(there.file))
    return typeOnly ? null : `the page may use only types of ${there.file}`
  const servers = /(^|[./])(queries|public|job|mail)\.tsx?$/.test(there.file)
  return own && !servers
    ? null
    : `the page may use a slice's contract, its pure files, and types of its routes, but not ${there.file}`
}
