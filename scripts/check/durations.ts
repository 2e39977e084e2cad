import { isTest, lineAt, type Node, type Rule, walk } from './tree.ts'

const factors = new Set([1000, 60_000, 3_600_000, 86_400_000])

const factor = (node: unknown): boolean => {
  const { type, value } = node as Node
  return type === 'Literal' && typeof value === 'number' && factors.has(value)
}

/** Durations are `minutes(10)`, never `10 * 60 * 1000` (architecture.md, rule 4). */
export const durations: Rule = ({ files }) =>
  files
    .filter(({ path }) => !isTest(path) && !/^src\/(platform|web)\/clock\.ts$/.test(path))
    .flatMap(({ path, text, program }) => {
      const found: ReturnType<Rule> = []
      walk(program, (node, parent) => {
        if (node.type !== 'BinaryExpression' || node.operator !== '*' || !factor(node.right)) return
        const left = node.left as Node
        const inner = left.type === 'BinaryExpression' && left.operator === '*' ? (left.right as Node) : left
        if (inner.type !== 'Literal' || typeof inner.value !== 'number') return
        if (parent?.operator === '*' && factor(parent.right)) return // told once, for the whole product
        found.push({
          file: path,
          line: lineAt(text, node.start),
          rule: 'durations',
          says: 'write a length of time with seconds(), minutes(), hours() or days()',
        })
      })
      return found
    })
