import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type Browser, chromium } from 'playwright-core'
import type { Chromium } from '#features/runs/browser/find-chromium.ts'
import { forbiddenTargets } from '#features/runs/browser/forbidden-ports.ts'
import { GuardedBrowser } from '#features/runs/browser/guarded-browser.ts'
import { crawlSite } from '#features/runs/crawler/crawl-site.ts'
import { noRobots } from '#features/runs/crawler/robots.ts'
import { minutes, seconds, stopwatch } from '#platform/clock.ts'
import { readConfig } from '#platform/config.ts'
import { createOutbound } from '#platform/outbound/outbound.ts'
import { findChromium } from '#tests/chromium.ts'
import { median } from './load.ts'

const rounds = 5
const concurrency = 2
const pages = 200
const manyPages = 2_000

/** Row 14: a local site crawled by ours with audits off, beside a bare playwright-core loop that does the same; and memory over many pages. */
export async function crawl(): Promise<string[]> {
  const found = await findChromium()
  const site = await openSite(pages)
  const [ours, bare]: [number[], number[]] = [[], []]
  for (let round = 0; round <= rounds; round++) {
    const first = await crawlOurs(found, site.url, pages)
    const second = await crawlBare(found, site.url, pages)
    if (round === 0) continue // the first warms up and does not count
    ours.push(first.perSecond)
    bare.push(second.perSecond)
  }
  await site.close()
  const ratio = median(ours.map((one, round) => one / (bare[round] ?? Number.NaN)))
  const large = await openSite(manyPages)
  const { memory } = await crawlOurs(found, large.url, manyPages)
  await large.close()
  return [
    '## Crawling (row 14)',
    '',
    `A local site of ${pages} pages (a style sheet, a script and a picture each), ${concurrency} pages at a time, audits off; ours goes through the guard. ${rounds} rounds, interleaved; medians.`,
    '',
    '| | pages/s |',
    '|---|---|',
    `| ours | ${median(ours).toFixed(1)} |`,
    `| bare playwright-core loop | ${median(bare).toFixed(1)} |`,
    `| ratio, round by round | ${ratio.toFixed(2)} |`,
    '',
    `Memory over ${manyPages.toLocaleString('en')} pages, MiB (kept by this process after a collection of garbage / resident / the browser's processes together):`,
    '',
    `| ${memory.map(({ at }) => `after ${at}`).join(' | ')} |`,
    `|${memory.map(() => '---').join('|')}|`,
    `| ${memory.map(({ kept, node, browser }) => `${kept} / ${node} / ${browser}`).join(' | ')} |`,
  ]
}

async function openSite(count: number) {
  const page = (n: number) => {
    const links = Array.from({ length: 12 }, (_, at) => `<a href="/p/${(n * 12 + at + 1) % count}">Page</a>`).join(' ')
    const text = '<p>What we sell, and why you may want it.</p>'.repeat(40)
    return `<!doctype html><html lang="en"><head><title>Page ${n}</title><link rel="stylesheet" href="/s.css"><link rel="icon" href="data:,"><script src="/s.js"></script></head><body><h1>Page ${n}</h1>${links}${text}<img src="/i.svg" alt=""></body></html>`
  }
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    if (path === '/s.css')
      return response.writeHead(200, { 'content-type': 'text/css' }).end('body { font: 16px sans-serif }')
    if (path === '/s.js')
      return response.writeHead(200, { 'content-type': 'text/javascript' }).end('document.title += "!"')
    if (path === '/i.svg')
      return response
        .writeHead(200, { 'content-type': 'image/svg+xml' })
        .end('<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80"/>')
    response.writeHead(200, { 'content-type': 'text/html' }).end(page(Number(/\d+/.exec(path)?.[0] ?? 0)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/p/0`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}

async function crawlOurs(found: Chromium, start: string, count: number) {
  const outbound = createOutbound({ allowPrivate: true, allowHttp: true, allowedAddresses: [] })
  const browser = await GuardedBrowser.open({
    chromium: found,
    check: outbound.check,
    forbids: forbiddenTargets(readConfig({})),
  })
  await browser.drop(await browser.page()) // started, as the other side is
  const memory: ({ at: number } & Memory)[] = []
  let seen = 0
  const elapsed = stopwatch()
  const options = {
    start,
    maxPages: count,
    maxDepth: 50,
    robots: noRobots,
    delay: 0,
    audits: false,
    concurrency,
    pageTimeout: seconds(20),
    totalTimeout: minutes(30),
  }
  const page = async ({ record }: { record: { outcome: string } }) => {
    if (record.outcome !== 'ok') throw new Error(`a page was not read: ${record.outcome}`)
    seen += 1
    if (seen % (count / 4) === 0) memory.push({ at: seen, ...(await memoryNow()) })
  }
  await crawlSite(browser, options, { page, signal: new AbortController().signal })
  const took = elapsed()
  await browser.close()
  if (seen !== count) throw new Error(`ours read ${seen} pages`)
  return { perSecond: (count / took) * 1000, memory }
}

async function crawlBare(found: Chromium, start: string, count: number) {
  const browser: Browser = await chromium.launch(found)
  const context = await browser.newContext()
  const known = new Set([start])
  const waiting = [start]
  let seen = 0
  const opened = await Promise.all(Array.from({ length: concurrency }, () => context.newPage()))
  const elapsed = stopwatch()
  await Promise.all(
    opened.map(async (page) => {
      while (seen < count) {
        const url = waiting.shift()
        if (!url) {
          await new Promise((resolve) => setTimeout(resolve, 1))
          continue
        }
        await page.goto(url, { waitUntil: 'load' })
        const links: string[] = await page.evaluate('[...document.links].map((link) => link.href)')
        seen += 1
        for (const link of links) {
          if (known.has(link)) continue
          known.add(link)
          waiting.push(link)
        }
      }
    }),
  )
  const took = elapsed()
  await browser.close()
  return { perSecond: (seen / took) * 1000 }
}

interface Memory {
  kept: number
  node: number
  browser: number
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

// The browser is a child of this process; its own children come and go with pages.
async function memoryNow(): Promise<Memory> {
  const mib = (bytes: number) => Math.round(bytes / 2 ** 20)
  const children = async (pid: number): Promise<number[]> => {
    const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
    const direct = list.trim().split(' ').filter(Boolean).map(Number)
    return [...direct, ...(await Promise.all(direct.map(children))).flat()]
  }
  const sizes = await Promise.all(
    (await children(process.pid)).map(async (pid) => {
      const [, resident = 0, shared = 0] = (await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => ''))
        .split(' ')
        .map(Number)
      return (resident - shared) * 4096
    }),
  )
  // What is resident grows as long as nothing presses; what is kept tells of a leak.
  const node = mib(process.memoryUsage().rss)
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return { kept: mib(heapUsed + external), node, browser: mib(sizes.reduce((sum, size) => sum + size, 0)) }
}
