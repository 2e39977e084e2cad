import { lineAt, type Rule } from './tree.ts'

/** No file may import itself by a detour. Types may: the compiler erases them. */
export const cycles: Rule = ({ files }) => {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const done = new Set<string>()
  const found: ReturnType<Rule> = []
  const visit = (path: string, trail: string[]) => {
    const file = byPath.get(path)
    if (!file || done.has(path)) return
    for (const { target, typeOnly, ours, offset } of file.imports) {
      if (!ours || typeOnly) continue
      const at = [...trail, path].indexOf(target)
      if (at < 0) visit(target, [...trail, path])
      else {
        const circle = [...trail.slice(at), path, target].filter(
          (one, index, all) => index === 0 || one !== all[index - 1],
        )
        found.push({
          file: path,
          line: lineAt(file.text, offset),
          rule: 'cycles',
          says: `imports go in a circle: ${circle.join(' → ')}`,
        })
      }
    }
    done.add(path)
  }
  for (const { path } of files) visit(path, [])
  return found
}
