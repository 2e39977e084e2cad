import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '#platform/root.ts'
import { type Setting, settings } from '#platform/settings.ts'

const [start, end] = ['<!-- settings: written by `npm run routes` -->', '<!-- /settings -->']

/** The README with its table of settings written anew from the settings themselves. */
export async function readmeWithSettings(): Promise<string> {
  const text = await readFile(join(root, 'README.md'), 'utf8')
  const [before, after] = [text.split(start)[0], text.split(end)[1]]
  return `${before}${start}\n${settingsTable()}\n${end}${after}`
}

function settingsTable(): string {
  const rows = Object.entries<Setting>(settings).map(([name, setting]) => {
    const fallback = setting.shape.safeParse(undefined)
    const shown =
      setting.shownDefault ?? (fallback.success && fallback.data !== undefined ? `\`${fallback.data}\`` : 'none')
    return `| \`${name}\` | ${setting.means}${setting.secret ? ' *(secret)*' : ''} | ${shown} |`
  })
  return ['| variable | what it is | default |', '|---|---|---|', ...rows].join('\n')
}
