import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'

/** One source file, parsed. `path` is relative to the package, with forward slashes. */
export interface SourceFile {
  path: string
  text: string
  program: ReturnType<typeof parseSync>['program']
  imports: Import[]
}

/** One import of a file. `target` is the file of ours it leads to, or the package's or built-in module's name. */
export interface Import {
  specifier: string
  target: string
  ours: boolean
  /** Erased by the compiler: `import type`, or only types named. */
  typeOnly: boolean
  offset: number
}

/** A broken rule, at a place. */
export interface Fault {
  file: string
  line: number
  rule: string
  says: string
}

/** What the rules look at. */
export interface Tree {
  files: SourceFile[]
  /** Migrations and the lock file by path. */
  texts: Map<string, string>
}

/** A rule: looks at the whole tree, answers what is wrong. */
export type Rule = (tree: Tree) => Fault[]

/** Reads and parses `src`, and reads the migrations, below `root`. */
export async function readTree(root: string): Promise<Tree> {
  const paths = await list(root, 'src')
  const files = await Promise.all(
    paths
      .filter((path) => /\.tsx?$/.test(path))
      .map(async (path) => parseFile(path, await readFile(join(root, path), 'utf8'))),
  )
  const migrations = (await list(root, 'db')).filter((path) => path.endsWith('.sql'))
  const texts = await Promise.all(
    migrations.map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const),
  )
  const lock = await readFile(join(root, 'package-lock.json'), 'utf8').catch(() => null)
  return { files, texts: new Map([...texts, ...(lock === null ? [] : [['package-lock.json', lock] as const])]) }
}

async function list(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])
  const below = await Promise.all(
    entries.map((entry) => (entry.isDirectory() ? list(root, `${folder}/${entry.name}`) : [`${folder}/${entry.name}`])),
  )
  return below.flat().sort()
}

/** Parses one file; a text that does not parse is an error, because every rule would be blind to it. */
export function parseFile(path: string, text: string): SourceFile {
  const { program, module, errors } = parseSync(path, text)
  const [error] = errors
  if (error) throw new Error(`${path} cannot be parsed: ${error.message}`)
  const imports: Import[] = []
  const add = (specifier: string, typeOnly: boolean, offset: number) => {
    const target = targetOf(path, specifier)
    imports.push({ specifier, target: target ?? specifier, ours: target !== null, typeOnly, offset })
  }
  for (const { moduleRequest, entries, start } of module.staticImports) {
    add(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType), start)
  }
  for (const { entries, start } of module.staticExports) {
    const from = entries.filter((entry) => entry.moduleRequest)
    if (from[0]?.moduleRequest)
      add(
        from[0].moduleRequest.value,
        from.every((entry) => entry.isType),
        start,
      )
  }
  for (const { moduleRequest, start } of module.dynamicImports) {
    const literal = /^['"`]([^'"`]+)['"`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1]
    if (literal) add(literal, false, start)
  }
  walk(program, (node) => {
    if (node.type === 'TSImportType') add(String((node.source as Node | undefined)?.value ?? ''), true, node.start)
  })
  return { path, text, program, imports }
}

const aliases: [prefix: string, folder: string][] = [
  ['#platform/', 'src/platform/'],
  ['#access/', 'src/access/'],
  ['#features/', 'src/features/'],
  ['#web/', 'src/web/'],
  ['#app/', 'src/'],
  ['#tests/', 'tests/'],
]

function targetOf(path: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return normal(`${path.slice(0, path.lastIndexOf('/'))}/${specifier}`)
  const alias = aliases.find(([prefix]) => specifier.startsWith(prefix))
  return alias ? normal(alias[1] + specifier.slice(alias[0].length)) : null
}

function normal(path: string): string {
  const parts: string[] = []
  for (const part of path.replace(/\?.*$/, '').split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** The line of an offset, from 1. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

/** Any node of the syntax tree. */
export type Node = { type: string; start: number; end: number } & Record<string, unknown>

/** Calls `visit` for every node, with the node it stands in. */
export function walk(
  node: unknown,
  visit: (node: Node, parent: Node | null) => void,
  parent: Node | null = null,
): void {
  if (Array.isArray(node)) {
    for (const one of node) walk(one, visit, parent)
  } else if (isNode(node)) {
    visit(node, parent)
    for (const key of Object.keys(node)) if (key !== 'parent') walk(node[key], visit, node)
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** `a.b.c` of an identifier or a chain of plain members; null for anything else. */
export function nameOf(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'Identifier') return String(node.name)
  if (node.type === 'ChainExpression') return nameOf(node.expression)
  if (node.type !== 'MemberExpression') return null
  const object = nameOf(node.object)
  const property = node.property as Node
  if (!object) return null
  if (!node.computed) return `${object}.${property.name}`
  return property.type === 'Literal' ? `${object}.${property.value}` : null
}

/** Tests, and what only they use: exempt from the rules about what a program may call. */
export const isTest = (path: string): boolean => /\.(test|fixture)\.tsx?$/.test(path)
