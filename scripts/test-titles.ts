import { type Node, nameOf, parseFile, walk } from './check/tree.ts'

/** The full titles of the tests of a file, `group › title`; what a template fills in is `…`. Tests that are switched off are not among them. */
export function titlesOf(path: string, text: string): string[] {
  const called: { what: 'describe' | 'test'; title: string; node: Node }[] = []
  walk(parseFile(path, text).program, (node) => {
    if (node.type !== 'CallExpression') return
    const [name] = node.arguments as Node[]
    const what = kindOf(node.callee as Node)
    if (what && name) called.push({ what, title: titleOf(name), node })
  })
  const groups = called.filter(({ what }) => what === 'describe')
  return called
    .filter(({ what }) => what === 'test')
    .map(({ title, node }) =>
      [...groups.filter((group) => group.node.start < node.start && node.end <= group.node.end), { title }]
        .map((one) => one.title)
        .join(' › '),
    )
}

/** `test(…)`, `it(…)`, `describe(…)`, and the same with `.each(…)` before. */
function kindOf(callee: Node): 'describe' | 'test' | null {
  const inner = callee.type === 'CallExpression' ? (callee.callee as Node) : callee
  const name = nameOf(inner)
  const plain = callee.type === 'CallExpression' ? name?.replace(/\.each$/, '') : name
  if (callee.type === 'CallExpression' && plain === name) return null
  return plain === 'describe' ? 'describe' : plain === 'test' || plain === 'it' ? 'test' : null
}

function titleOf(node: Node): string {
  if (node.type === 'Literal') return String(node.value)
  if (node.type !== 'TemplateLiteral') return '…'
  return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('…')
}
