import { builtinModules } from 'node:module'
import { isTest, lineAt, type Rule, type SourceFile } from './tree.ts'

const builtin = new Set(builtinModules)
const serverPackages = new Set([
  'fastify',
  'pg',
  'kysely',
  'pino',
  'graphile-worker',
  'nodemailer',
  'sharp',
  'undici',
  '@node-rs/argon2',
  'prom-client',
])
const serverOnly =
  /^src\/(access\/|app\.ts|main\.ts|lifecycle\.ts|commands\/|platform\/(db|jobs|mail|crypto|outbound)\/|features\/[\w-]+\/(queries|public|routes)\.ts|.*\.(route|job|mail|queries)\.tsx?$)/

/**
 * Nothing the page or a contract loads may lead to server code: it would end up in the browser's bundle. The page uses only types of contracts,
 * whose schemas would bring a whole library along; constants they share stand in a file of their own.
 */
export const webReach: Rule = ({ files }) => {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const mine = files.filter(({ path }) => !isTest(path))
  const page = mine.filter(({ path }) => /^src\/(web|features\/[\w-]+\/web)\//.test(path))
  const contracts = mine.filter(({ path }) => /^src\/features\/[\w-]+\/contract\.ts$/.test(path))
  const seen = new Set<string>()
  const found: ReturnType<Rule> = []
  const visit = (file: SourceFile, from: string, banned: (one: Target) => boolean) => {
    if (seen.has(file.path)) return
    seen.add(file.path)
    for (const one of file.imports) {
      if (one.typeOnly) continue
      if (banned(one)) {
        found.push({
          file: file.path,
          line: lineAt(file.text, one.offset),
          rule: 'web-reach',
          says: `the page would load ${one.target} (reached from ${from})`,
        })
      } else {
        const next = one.ours ? byPath.get(one.target) : undefined
        if (next) visit(next, from, banned)
      }
    }
  }
  for (const file of page) visit(file, file.path, (one) => isServers(one) || one.target === 'zod')
  for (const file of contracts) visit(file, file.path, isServers)
  return found
}

type Target = { target: string; ours: boolean }

const isServers = ({ target, ours }: Target): boolean =>
  ours ? serverOnly.test(target) : target.startsWith('node:') || builtin.has(target) || serverPackages.has(target)
