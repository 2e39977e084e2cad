import { type Fault, isTest, lineAt, type Node, nameOf, type Rule, type SourceFile, walk } from './tree.ts'

/** Where SQL may stand (architecture.md, rule 3): a slice's queries, the database layer, and the platform parts that own one table each. */
const home =
  /(^|[./])queries\.ts$|^src\/platform\/(db|health|jobs|mail)\/|^src\/platform\/(audit|http\/(limits|idempotency|operations))\.ts$|^src\/access\/one-time-tokens\.ts$/
const clockHome = /^src\/platform\/(db|health)\//

const builders = new Set([
  'selectFrom',
  'insertInto',
  'updateTable',
  'deleteFrom',
  'replaceInto',
  'mergeInto',
  'withRecursive',
])
const statement =
  /^\s*(SELECT\s|INSERT\s+INTO\s|UPDATE\s+\w+[\s\w]*\sSET\s|DELETE\s+FROM\s|MERGE\s+INTO\s|WITH\s+\w+\s+AS\s|(CREATE|ALTER|DROP|TRUNCATE|LOCK)\s+(TABLE|INDEX|ROLE)|LISTEN\s|NOTIFY\s)/
const readsClock = /\b(now\(\)|current_timestamp|clock_timestamp\(\)|statement_timestamp\(\)|localtimestamp)/i

/** SQL text and query builders stand in queries only, and never read the database's clock. */
export const sql: Rule = ({ files }) => files.filter(({ path }) => !isTest(path)).flatMap(faultsOf)

function faultsOf(file: SourceFile): Fault[] {
  const found: Fault[] = []
  const fault = (node: Node, says: string) =>
    found.push({ file: file.path, line: lineAt(file.text, node.start), rule: 'sql', says })
  walk(file.program, (node) => {
    if (!home.test(file.path) && isSql(node)) fault(node, 'SQL stands in queries.ts, as a function with a name')
    if (!clockHome.test(file.path) && asksForTime(node)) {
      fault(node, 'SQL is told the time as a parameter; it never asks the database for it')
    }
  })
  return found
}

function isSql(node: Node): boolean {
  if (node.type === 'CallExpression') {
    const { type, property } = node.callee as Node
    return type === 'MemberExpression' && builders.has(String((property as Node).name))
  }
  if (node.type === 'TaggedTemplateExpression') return /^sql(\.\w+)?$/.test(nameOf(node.tag) ?? '')
  return looksLikeSql(node)
}

// The job queue lives by the database's clock, so what reads the queue does too.
const asksForTime = (node: Node): boolean =>
  looksLikeSql(node) && readsClock.test(textOf(node) ?? '') && !/\bgraphile_worker\./.test(textOf(node) ?? '')

const looksLikeSql = (node: Node): boolean => statement.test(textOf(node) ?? '')

/** The text of a string or template; null for any other node. */
export function textOf(node: Node): string | null {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null
  if (node.type !== 'TemplateLiteral') return null
  return (node.quasis as { value: { cooked: string | null } }[]).map(({ value }) => value.cooked ?? '').join('?')
}
