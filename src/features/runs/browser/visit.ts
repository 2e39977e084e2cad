import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page, Response } from 'playwright-core'
import { z } from 'zod'
import { type Duration, seconds, stopwatch } from '#platform/clock.ts'
import type { GuardedBrowser } from './guarded-browser.ts'
import { readPage, readTimings, runAxe } from './in-page.ts'
import { Finding, noContent, noTimings, PageContent, type PageRecord, Timings } from './page-record.ts'
import { type Ended, outcomeOf, outgrown } from './problems.ts'
import { listen } from './trouble.ts'
import { within } from './within.ts'

/** How a page is visited. */
export interface Visiting {
  /** For everything together; what takes longer is given up. */
  pageTimeout: Duration
  /** Also measure, look for accessibility findings and take a picture. */
  audits: boolean
  /** The browser of the page: which hosts the guard turned away, and which pages were ended for their memory. */
  browser: Pick<GuardedBrowser, 'refused' | 'outgrew'>
}

/** What a visit brought. */
export interface Visit {
  record: PageRecord
  /** A PNG of what stands in the window. */
  picture: Buffer | null
  /** Given up for a reason that may not be the page's: worth a second try. */
  again?: boolean
}

const securityHeaders = [
  'content-security-policy',
  'strict-transport-security',
  'x-content-type-options',
  'x-frame-options',
  'referrer-policy',
  'permissions-policy',
]

/** Opens an address and reads what is there. Never throws for what a page does; a page that crashed must not be used again. */
export async function visit(page: Page, url: string, { pageTimeout, audits, browser }: Visiting): Promise<Visit> {
  const elapsed = stopwatch()
  const left = () => Math.max(1, pageTimeout - elapsed())
  const { refused } = browser
  const trouble = listen(page, refused)
  try {
    const response = await page.goto(url, { waitUntil: 'load', timeout: left() })
    if (refused.has(new URL(page.url()).host))
      return { record: { ...unread(url), ...turnedAway, ...trouble.seen() }, picture: null }
    const read = await within(left(), readAll(page, response, audits))
    return { record: { url, ...read.content, ...trouble.seen() }, picture: read.picture }
  } catch (error) {
    const found = whyNothing(error as Error, browser.outgrew(page), trouble.crashed())
    const record = { ...unread(url), ...found, ...trouble.seen(), finalUrl: addressOf(page, url) }
    // A navigation that was broken off is a download, or nobody's fault.
    return { record, picture: null, again: found.outcome === 'crashed' || found.outcome === 'download' }
  } finally {
    trouble.stop()
  }
}

const whyNothing = (error: Error, memory: number | null, crashed: boolean): Ended =>
  memory === null ? outcomeOf(error, crashed) : outgrown(memory)

const turnedAway = { outcome: 'refused', problem: 'This address may not be visited from here.' } as const

async function readAll(page: Page, response: Response | null, audits: boolean) {
  const content = PageContent.parse(await page.evaluate(readPage))
  const status = response?.status() ?? null
  const headers = response?.headers() ?? {} // without cookies, which nobody is shown
  const timings = audits ? Timings.parse(await page.evaluate(readTimings)) : noTimings
  const findings = audits ? await accessibility(page) : []
  const picture = audits ? await page.screenshot({ animations: 'disabled', caret: 'hide', timeout: seconds(10) }) : null
  return {
    content: {
      ...content,
      finalUrl: page.url().slice(0, 2_000),
      status,
      outcome: status !== null && status >= 400 ? ('http_error' as const) : ('ok' as const),
      problem: status !== null && status >= 400 ? `The server answered ${status}.` : null,
      timings,
      securityHeaders: Object.fromEntries(
        securityHeaders.map((name) => [name, headers[name]?.slice(0, 2_000) ?? null]),
      ),
      findings,
    },
    picture,
  }
}

let axe: Promise<string> | undefined

async function accessibility(page: Page): Promise<z.output<typeof Finding>[]> {
  axe ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(await axe)
  return z.array(Finding).parse(await page.evaluate(runAxe))
}

/** A record of a page nothing could be read of. */
export const unread = (url: string): Omit<PageRecord, 'outcome' | 'problem'> => ({
  ...noContent,
  url,
  finalUrl: url,
  status: null,
  consoleErrors: [],
  failedRequests: [],
  timings: noTimings,
  securityHeaders: {},
  findings: [],
})

const addressOf = (page: Page, url: string): string => {
  const at = page.isClosed() ? url : page.url()
  return /^https?:/.test(at) ? at.slice(0, 2_000) : url
}
