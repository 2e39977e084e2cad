import { type Fault, isTest, lineAt, type Node, nameOf, type Rule, type SourceFile, walk } from './tree.ts'

interface Ban {
  /** What is written where it may not be. */
  matches(node: Node): boolean
  home: RegExp
  says: string
}

const called = (node: Node): string | null => (node.type === 'CallExpression' ? nameOf(node.callee) : null)
const hasNoArguments = (node: Node): boolean => (node.arguments as unknown[]).length === 0

/** What has one home each (architecture.md, rule 3). */
const bans: Ban[] = [
  {
    matches: (node) =>
      /^(globalThis\.)?process\.env$/.test(nameOf(node) ?? '') ||
      (importsFrom(node, 'process') && imported(node).includes('env')),
    home: /^src\/platform\/config\.ts$/,
    says: 'process.env is read in src/platform/config.ts only',
  },
  {
    matches: (node) =>
      /^(globalThis\.)?Date\.now$/.test(nameOf(node) ?? '') ||
      (node.type === 'NewExpression' && nameOf(node.callee) === 'Date' && hasNoArguments(node)) ||
      called(node) === 'Date',
    home: /^src\/(platform|web)\/clock\.ts$/,
    says: 'the time is read in clock.ts only; everything else is told `now`',
  },
  {
    matches: (node) => nameOf(node) === 'Math.random',
    home: /^$/,
    says: 'Math.random is guessable; use #platform/crypto/secrets.ts or newId',
  },
  {
    matches: (node) => node.type === 'MemberExpression' && nameOf(node.object) === 'console',
    home: /^$/,
    says: 'write to the log, not to the console',
  },
  {
    matches: (node) =>
      /^((globalThis|window|self)\.)?fetch$/.test(called(node) ?? '') ||
      /\.?sendBeacon$/.test(called(node) ?? '') ||
      isNew(node, 'XMLHttpRequest'),
    home: /^src\/(platform\/outbound\/.*|web\/(client|request)\.ts)$/,
    says: 'requests go out through #platform/outbound, and from the page through #web/client.ts',
  },
  {
    matches: (node) =>
      importsFrom(node, 'undici') ||
      ['http', 'https', 'http2'].some((name) => importsFrom(node, name) && imported(node).some(reachesOut)),
    home: /^src\/platform\/outbound\//,
    says: 'requests go out through #platform/outbound, which refuses private targets',
  },
  {
    matches: (node) =>
      called(node) === 'eval' ||
      isNew(node, 'Function') ||
      (node.type === 'JSXIdentifier' && node.name === 'dangerouslySetInnerHTML') ||
      assigns(node, /\.(inner|outer)HTML$/),
    home: /^src\/platform\/mail\/letter-page\.tsx$/, // its one style sheet is a constant
    says: 'text never becomes code or markup',
  },
]

const isNew = (node: Node, name: string): boolean => node.type === 'NewExpression' && nameOf(node.callee) === name
const assigns = (node: Node, name: RegExp): boolean =>
  node.type === 'AssignmentExpression' && name.test(nameOf(node.left) ?? '')
const importsFrom = (node: Node, name: string): boolean =>
  node.type === 'ImportDeclaration' &&
  [name, `node:${name}`].includes(String((node.source as Node).value)) &&
  node.importKind !== 'type'
const imported = (node: Node): string[] =>
  (node.specifiers as Node[]).map((one) => String((one.imported as Node | undefined)?.name ?? '*'))
const reachesOut = (name: string): boolean => ['*', 'default', 'request', 'get', 'connect'].includes(name)

/** Calls that have one home and are banned elsewhere. */
export const bannedCalls: Rule = ({ files }) => files.filter(({ path }) => !isTest(path)).flatMap(faultsOf)

function faultsOf({ path, text, program }: SourceFile): Fault[] {
  const found: Fault[] = []
  const applying = bans.filter(({ home }) => !home.test(path))
  walk(program, (node, parent) => {
    for (const { matches, says } of applying) {
      // `process.env.PORT` holds `process.env`: the inner one is told once.
      if (matches(node) && !(parent && matches(parent)))
        found.push({ file: path, line: lineAt(text, node.start), rule: 'banned-calls', says })
    }
  })
  return found
}
