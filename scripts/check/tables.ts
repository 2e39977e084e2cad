import { textOf } from './sql.ts'
import { type Fault, isTest, lineAt, type Node, type Rule, type SourceFile, type Tree, walk } from './tree.ts'

/** One table, one owner: only the folder that declares a table in `interface Tables` may write it, and its migration names that owner (rule 2). */
export const tables: Rule = (tree) => {
  const owners = new Map<string, Declared>()
  const found: Fault[] = []
  for (const { table, file, node } of tree.files.flatMap(declaredIn)) {
    const first = owners.get(table)
    if (first) found.push(fault(file, node, `the table ${table} is declared in ${first.file.path} already`))
    else owners.set(table, { table, file, node })
  }
  for (const file of tree.files.filter(({ path }) => !isTest(path))) {
    for (const { table, node } of writesIn(file)) {
      const owner = owners.get(table)
      if (owner && !mayWrite(file.path, owner.file.path)) {
        found.push(
          fault(file, node, `${table} belongs to ${ownerOf(owner.file.path)}: ask it through its public functions`),
        )
      }
    }
  }
  return [...found, ...migrationFaults(tree, owners)]
}

interface Declared {
  table: string
  file: SourceFile
  node: Node
}

const fault = (file: SourceFile, node: Node, says: string): Fault => ({
  file: file.path,
  line: lineAt(file.text, node.start),
  rule: 'tables',
  says,
})

function declaredIn(file: SourceFile): Declared[] {
  const found: Declared[] = []
  walk(file.program, (node) => {
    if (node.type !== 'TSInterfaceDeclaration' || (node.id as Node).name !== 'Tables') return
    for (const member of (node.body as Node).body as Node[]) {
      const key = member.key as Node | undefined
      if (key) found.push({ table: String(key.name ?? key.value), file, node: member })
    }
  })
  return found
}

const builders = new Set(['insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'replaceInto'])
const writing =
  /\b(?:INSERT\s+INTO|UPDATE(?:\s+ONLY)?|DELETE\s+FROM(?:\s+ONLY)?|MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?)\s+"?([a-z_]\w*)/gi

function writesIn(file: SourceFile): { table: string; node: Node }[] {
  const found: { table: string; node: Node }[] = []
  walk(file.program, (node) => {
    if (node.type === 'CallExpression' && (node.callee as Node).type === 'MemberExpression') {
      const [first] = node.arguments as Node[]
      const name = ((node.callee as Node).property as Node).name
      if (first && builders.has(String(name))) found.push({ table: (textOf(first) ?? '').split(/\s/)[0] ?? '', node })
    }
    for (const [, table = ''] of textOf(node)?.matchAll(writing) ?? []) found.push({ table: table.toLowerCase(), node })
  })
  return found
}

/** Who owns what is declared in a file: `account`, `access` or `platform`, as the first line of a migration says it. */
const ownerOf = (path: string): string => /^src\/(?:features\/)?([\w-]+)/.exec(path)?.[1] ?? path

const mayWrite = (writer: string, declaring: string): boolean => {
  if (!declaring.startsWith('src/platform/'))
    return ownerOf(writer) === ownerOf(declaring) && /(^|[./])queries\.ts$|^src\/access\//.test(writer)
  return folderOf(writer) === folderOf(declaring)
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'))

function migrationFaults({ texts }: Tree, owners: Map<string, Declared>): Fault[] {
  return [...texts]
    .filter(([path]) => path.endsWith('.sql'))
    .flatMap(([path, text]) => {
      const owner = /^-- owner: ([\w-]+)\n/.exec(text)?.[1]
      if (!owner)
        return [{ file: path, line: 1, rule: 'tables', says: 'the first line names the owner: `-- owner: <slice>`' }]
      return [...text.matchAll(/^CREATE TABLE (?:IF NOT EXISTS )?(\w+)/gm)].flatMap(({ 1: table = '', index }) => {
        const declared = owners.get(table)
        if (!declared || ownerOf(declared.file.path) === owner) return []
        return [
          {
            file: path,
            line: lineAt(text, index),
            rule: 'tables',
            says: `${table} is made here for ${owner}, but ${declared.file.path} declares it`,
          },
        ]
      })
    })
}
