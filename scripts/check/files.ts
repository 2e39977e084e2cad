import { type Fault, isTest, type Rule } from './tree.ts'

const longest = 250
const vague = /^(utils?|helpers?|lib|libs|misc)$/i

/** Files stay short and are named for what they hold (architecture.md, rule 6). */
export const fileShape: Rule = ({ files }) =>
  files.flatMap(({ path, text }) => {
    const found: Fault[] = []
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
    if (lines > longest && !isTest(path))
      found.push({
        file: path,
        line: longest + 1,
        rule: 'files',
        says: `${lines} lines; split it, none may have more than ${longest}`,
      })
    const word = path.split(/[/.]/).find((part) => vague.test(part))
    if (word) found.push({ file: path, line: 1, rule: 'files', says: `“${word}” says nothing; name what it holds` })
    return found
  })
