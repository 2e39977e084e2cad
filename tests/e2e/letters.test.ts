import { mkdirSync, writeFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { jobs, timetable } from '#app/app.ts'
import { plainLetter } from '#platform/mail/plain-letter.ts'
import { renderLetter } from '#platform/mail/render.tsx'
import { root } from '#platform/root.ts'
import { allLetters } from '#tests/letters/all.ts'
import type { LetterSample } from '#tests/letters/sample.ts'
import { axeFindings, openStage, sidewaysScroll } from './stage.ts'

const { app, visitor } = await openStage()
const { publicUrl } = app.config
const letters = allLetters({ platform: app.platform, publicUrl, now: app.clock.now() })
const pictures = join(root, 'test-output', 'letters')
const looks = [
  { name: 'light', width: 700, colorScheme: 'light' },
  { name: 'dark', width: 700, colorScheme: 'dark' },
  { name: 'phone', width: 390, colorScheme: 'light' },
  { name: 'narrow', width: 320, colorScheme: 'dark' },
] as const
// What axe says of pages with landmarks and one heading is not about letters.
const ofLetters =
  /^(color-contrast|link-name|link-in-text-block|list|listitem|empty-heading|image-alt|td-headers-attr|th-has-data-cells)/
// Some mail programs cut off what is longer.
const longest = 100_000

const written = ({ letter, to }: LetterSample) =>
  renderLetter({ letter: plainLetter(letter, publicUrl), recipient: to }, publicUrl)

/** The sources of the program, by path. */
async function sources(): Promise<Map<string, string>> {
  const entries = await readdir(join(root, 'src'), { recursive: true })
  const code = entries.filter((path) => /\.tsx?$/.test(path) && !/\.(test|fixture)\./.test(path))
  return new Map(
    await Promise.all(code.map(async (path) => [path, await readFile(join(root, 'src', path), 'utf8')] as const)),
  )
}

beforeAll(() => void mkdirSync(pictures, { recursive: true }))

test('the list has every function that makes a letter', async () => {
  const made = new Set(letters.map(({ of }) => of))
  const missing: string[] = []
  for (const path of (await sources()).keys()) {
    if (!path.endsWith('.mail.ts')) continue
    const exported = Object.entries((await import(`../../src/${path}`)) as Record<string, never>)
    for (const [name, value] of exported) if (!made.has(value)) missing.push(`${path}: ${name}`)
  }
  expect(missing).toEqual([])
})

test('the list has every event that becomes a letter, and letters are made nowhere else', async () => {
  const known = letters.map(({ of }) => of).filter((of) => typeof of === 'string')
  const notLetters = new Set([...jobs, ...timetable].map(({ name }) => name))
  const missing: string[] = []
  const elsewhere: string[] = []
  for (const [path, text] of await sources()) {
    if (/\bsubject:[\s\S]{1,200}\bpreview:[\s\S]{1,200}\bbody:/.test(text) && !path.endsWith('.mail.ts'))
      elsewhere.push(path)
    if (!path.startsWith('features/')) continue
    for (const line of text.split('\n')) {
      if (!/\bname(:| =)/.test(line)) continue
      for (const [, name = ''] of line.matchAll(/['`]((?:run|schedule|usage|billing|team)\.(?!json)[\w${}]+)['`]/g)) {
        const spelled = new RegExp(`^${name.replaceAll('.', '\\.').replace(/\$\{\w+\}/g, '\\w+')}$`)
        if (!notLetters.has(name) && !known.some((one) => spelled.test(one))) missing.push(`${path}: ${name}`)
      }
    }
  }
  expect(missing).toEqual([])
  expect(elsewhere.sort()).toEqual([
    'features/notifications/letters.ts',
    'platform/mail/letter.ts',
    'platform/mail/plain-letter.ts',
  ])
})

test('each has a subject and a preview of its own, text that says the same as its HTML, and is short enough', () => {
  const names = letters.map(({ as }) => as)
  expect(names).toEqual([...new Set(names)])
  const texts: string[] = []
  for (const one of letters) {
    const { html, text } = written(one)
    const { subject, preview, body } = plainLetter(one.letter, publicUrl)
    expect(subject.length, one.as).toBeLessThan(90)
    expect(preview, one.as).not.toBe('')
    expect(preview, one.as).not.toBe(subject)
    expect(html).toContain('<div style="display:none')
    expect(Buffer.byteLength(html) + Buffer.byteLength(text), one.as).toBeLessThan(longest)
    expect(text, one.as).not.toMatch(/<[a-z/]|undefined|null|\[object|NaN|&[a-z]+;/)
    for (const block of body) {
      const parts =
        typeof block === 'string'
          ? [block]
          : block.kind === 'facts'
            ? block.rows.map((row) => row.join(': '))
            : block.kind === 'list'
              ? block.items
              : block.kind === 'button'
                ? [block.label, block.url]
                : [block.text]
      for (const part of parts) expect(text, one.as).toContain(part)
    }
    texts.push(`${'='.repeat(100)}\n${one.as}\nSubject: ${subject}\nPreview: ${preview}\n\n${text}`)
  }
  writeFileSync(join(pictures, 'all.txt'), texts.join('\n'))
})

test.each(looks)(
  'every letter is readable: $name',
  async ({ name, width, colorScheme }) => {
    const page = await visitor({ width, height: 400, dark: colorScheme === 'dark' })
    // A letter is looked at as a mail program shows it: its own markup and no page around it.
    let shown = ''
    await page.route('**/letter', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: shown }))
    const found: string[] = []
    for (const one of letters) {
      shown = written(one).html
      await page.goto('/letter')
      await page.screenshot({ path: join(pictures, `${one.as}.${name}.png`), fullPage: true })
      const sideways = await sidewaysScroll(page)
      if (sideways > 0) found.push(`${one.as} scrolls ${sideways} px sideways`)
    }
    // Contrast and the like at once, of all of them one below the other.
    shown = letters.map((one) => written(one).html).join('\n')
    await page.goto('/letter')
    found.push(...(await axeFindings(page)).filter((finding) => ofLetters.test(finding)))
    expect(found).toEqual([])
    await page.close()
  },
  240_000,
)
