import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { root } from '#platform/root.ts'
import { openStage } from './stage.ts'

// speed.md row 13. Weighed as gzip sends it, file by file, as the page asks for them.
const { app, signedIn } = await openStage()

// Each tab with what stands in its last card, so that everything it loads by itself has been asked for.
const tabs = {
  profile: 'Danger Zone',
  security: 'API Keys',
  team: 'Danger Zone',
  billing: 'Invoices',
  usage: 'Alerts',
  audit: 'Audit Logs',
} as const

/** Gzipped bytes of scripts and styles the page has asked for since the last call. */
function weighing(page: Page): () => { script: number; css: number } {
  const asked = new Set<string>()
  page.on('request', (request) => asked.add(new URL(request.url()).pathname))
  return () => {
    const sum = (ending: string) =>
      [...asked]
        .filter((path) => path.startsWith('/assets/') && path.endsWith(ending))
        .map((path) => gzipSync(readFileSync(join(root, 'dist', 'web', path)), { level: 9 }).length)
        .reduce((all, one) => all + one, 0)
    const weight = { script: sum('.js'), css: sum('.css') }
    asked.clear()
    return weight
  }
}

async function settled(page: Page, last: string): Promise<void> {
  await page.getByRole('heading', { name: last }).first().waitFor()
  await page.waitForLoadState('networkidle')
}

test.each(Object.entries(tabs))(
  'the first load of Settings → %s is light, and so is each further tab',
  async (first, last) => {
    const page = await signedIn(await app.person('Ada Lovelace'))
    const weight = weighing(page)
    await page.goto(`/settings/${first}`)
    await settled(page, last)
    const { script, css } = weight()
    expect.soft(script).toBeLessThanOrEqual(190_000)
    expect.soft(css).toBeLessThanOrEqual(20_000)
    for (const [tab, end] of Object.entries(tabs)) {
      if (tab === first) continue
      await page.locator(`a[href^="/settings/${tab}"]`).first().click()
      await page.waitForURL(new RegExp(`/settings/${tab}`))
      await settled(page, end)
      const further = weight()
      expect.soft(further.script + further.css, `${first} → ${tab}`).toBeLessThanOrEqual(30_000)
    }
    await page.close()
  },
)

test('scripts and styles are sent as small as the browser takes them, to be kept for a year', async () => {
  const page = await (await fetch(app.config.publicUrl)).text()
  const script = /src="(\/assets\/index-[^"]+)"/.exec(page)?.[1]
  const get = (accept: string) => fetch(`${app.config.publicUrl}${script}`, { headers: { 'accept-encoding': accept } })
  const bodies: string[] = []
  for (const [accept, encoding] of [
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ] as const) {
    const { headers, text } = await answer(get(accept))
    expect(headers.get('content-encoding'), accept).toBe(encoding)
    expect(headers.get('vary')).toMatch(/accept-encoding/i)
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    bodies.push(text)
  }
  expect(new Set(bodies).size).toBe(1)
})

const answer = async (sent: Promise<Response>) => {
  const response = await sent
  return { headers: response.headers, text: await response.text() }
}
