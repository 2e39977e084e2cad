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

/** Nothing the page or a contract loads may lead to server code: it would end up in the browser's bundle. */
export const webReach: Rule = ({ files }) => {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const roots = files.filter(
    ({ path }) => !isTest(path) && /^src\/(web\/|features\/[\w-]+\/(web\/|contract\.ts))/.test(path),
  )
  const seen = new Set<string>()
  const found: ReturnType<Rule> = []
  const visit = (file: SourceFile, from: string) => {
    if (seen.has(file.path)) return
    seen.add(file.path)
    for (const one of file.imports) {
      if (one.typeOnly) continue
      if (isServers(one)) {
        found.push({
          file: file.path,
          line: lineAt(file.text, one.offset),
          rule: 'web-reach',
          says: `the page would load ${one.target} (reached from ${from})`,
        })
      } else {
        const next = one.ours ? byPath.get(one.target) : undefined
        if (next) visit(next, from)
      }
    }
  }
  for (const file of roots) visit(file, file.path)
  return found
}

const isServers = ({ target, ours }: { target: string; ours: boolean }): boolean =>
  ours ? serverOnly.test(target) : target.startsWith('node:') || builtin.has(target) || serverPackages.has(target)
