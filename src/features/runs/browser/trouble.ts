import type { ConsoleMessage, Page, Request, Response } from 'playwright-core'
import { plainText } from '#platform/plain-text.ts'

const most = 50

/** What went wrong while a page was open. */
export interface Trouble {
  seen(): { consoleErrors: string[]; failedRequests: { url: string; why: string }[] }
  crashed(): boolean
  stop(): void
}

/** Listens to a page from now on: errors on its console, requests that failed, a crash. */
export function listen(page: Page, refused: ReadonlySet<string>): Trouble {
  const consoleErrors: string[] = []
  const failedRequests: { url: string; why: string }[] = []
  let crashed = false
  const note = (text: string) => consoleErrors.length < most && consoleErrors.push(plainText(text, 500))
  const fail = (url: string, why: string) => {
    if (failedRequests.length >= most) return
    const turnedAway = URL.canParse(url) && refused.has(new URL(url).host)
    failedRequests.push({ url: url.slice(0, 2_000), why: turnedAway ? 'may not be reached from here' : why })
  }

  const onConsole = (message: ConsoleMessage) => {
    // A request that failed is told as one, not a second time.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) note(message.text())
  }
  const onError = (error: Error) => note(error.message)
  const onFailed = (request: Request) => {
    const why = request.failure()?.errorText ?? 'failed'
    // Given up by the page itself, or by us when it was left.
    if (why !== 'net::ERR_ABORTED' && !request.isNavigationRequest()) fail(request.url(), plain(why))
  }
  const onResponse = (response: Response) => {
    if (response.status() >= 400 && !response.request().isNavigationRequest())
      fail(response.url(), `answered ${response.status()}`)
  }
  const onCrash = () => {
    crashed = true
  }
  page
    .on('console', onConsole)
    .on('pageerror', onError)
    .on('requestfailed', onFailed)
    .on('response', onResponse)
    .on('crash', onCrash)
  return {
    seen: () => ({ consoleErrors: [...consoleErrors], failedRequests: [...failedRequests] }),
    crashed: () => crashed,
    stop: () => {
      page.off('console', onConsole)
      page.off('pageerror', onError)
      page.off('requestfailed', onFailed)
      page.off('response', onResponse)
      page.off('crash', onCrash)
    },
  }
}

const plain = (why: string): string => why.replace('net::ERR_', '').replaceAll('_', ' ').toLowerCase()
