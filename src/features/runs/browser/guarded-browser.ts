import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { seconds } from '#platform/clock.ts'
import { type GuardProxy, openGuardProxy } from '#platform/outbound/guard-proxy.ts'
import type { Outbound } from '#platform/outbound/outbound.ts'
import type { CheckedTarget } from '#platform/outbound/target.ts'
import type { Chromium } from './find-chromium.ts'
import { noWayAround } from './in-page.ts'
import { within } from './within.ts'

/** What a browser of ours is made of. */
export interface BrowserParts {
  chromium: Chromium
  check: Outbound['check']
  forbids: (target: CheckedTarget) => boolean
  /** All processes of the browser together may take so much memory, in bytes; beyond it is ended. */
  mostMemory?: number
}

const megabyte = 1024 * 1024
const mostPerAnswer = 32 * megabyte
const mostPerTunnel = 256 * megabyte
/** What pages are shown as: everywhere the same, so that pictures can be compared. */
const look = {
  viewport: { width: 1280, height: 800 },
  deviceScaleFactor: 1,
  reducedMotion: 'reduce',
  locale: 'en-US',
} as const

// Nothing may find its own way out: no QUIC, no WebRTC, no name looked up by the browser itself.
const flags = [
  '--disable-quic',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--dns-prefetch-disable',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--mute-audio',
  '--js-flags=--max-old-space-size=512',
]

/**
 * A Chromium for one crawl or run, with one isolated context in it. Everything it asks for goes through the guard. When it crashes, or takes
 * too much memory, the next page starts a new one; cookies are gone then.
 */
export class GuardedBrowser {
  readonly #parts: BrowserParts
  readonly #proxy: GuardProxy
  #launched: Promise<{ browser: Browser; context: BrowserContext }> | null = null
  #watch: NodeJS.Timeout | undefined
  #closed = false

  private constructor(parts: BrowserParts, proxy: GuardProxy) {
    this.#parts = parts
    this.#proxy = proxy
  }

  static async open(parts: BrowserParts): Promise<GuardedBrowser> {
    const { check, forbids } = parts
    return new GuardedBrowser(parts, await openGuardProxy({ check, forbids, mostPerAnswer, mostPerTunnel }))
  }

  /** Hosts that pages tried to reach and may not. */
  get refused(): ReadonlySet<string> {
    return this.#proxy.refused
  }

  /** A new page. Dialogs are dismissed, other windows closed, downloads refused. */
  async page(): Promise<Page> {
    const page = await this.#newPage().catch(async () => {
      await this.#kill() // a page that spins can take the whole browser with it
      return this.#newPage()
    })
    // “Leave this page?” is the one question that is answered with yes.
    page.on('dialog', (dialog) => {
      void (dialog.type() === 'beforeunload' ? dialog.accept() : dialog.dismiss()).catch(() => {})
    })
    page.on('popup', (popup) => void popup.close().catch(() => {}))
    return page
  }

  /** Lets go of a page. One that does not close is ended together with its browser. */
  async drop(page: Page): Promise<void> {
    await within(seconds(3), page.close()).catch(() => this.#kill())
  }

  /** Forgets cookies and storage by starting over with a new context. */
  async freshContext(): Promise<void> {
    const launched = await this.#launched?.catch(() => null)
    if (!launched?.browser.isConnected()) return
    await launched.context.close().catch(() => {})
    this.#launched = contextOf(launched.browser, this.#proxy).then((context) => ({
      browser: launched.browser,
      context,
    }))
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#watch)
    const launched = await this.#launched?.catch(() => null)
    await launched?.browser.close().catch(() => {})
    await this.#proxy.close()
  }

  async #newPage(): Promise<Page> {
    const { context } = await this.#ready()
    return within(seconds(10), context.newPage())
  }

  async #kill(): Promise<void> {
    const launched = await this.#launched?.catch(() => null)
    this.#launched = null
    await within(seconds(5), launched?.browser.close() ?? Promise.resolve()).catch(() => {})
  }

  async #ready() {
    if (this.#closed) throw new Error('the browser is closed')
    const launched = await this.#launched?.catch(() => null)
    if (launched?.browser.isConnected()) return launched
    this.#launched = this.#launch()
    return this.#launched
  }

  async #launch() {
    const { chromium: found, mostMemory = 1536 * megabyte } = this.#parts
    const { chromium } = await import('playwright-core') // large, and only wanted where a browser is
    const browser = await chromium.launch({ ...found, args: [...found.args, ...flags], timeout: seconds(30) })
    clearInterval(this.#watch)
    this.#watch = setInterval(() => void endIfLargerThan(mostMemory, browser).catch(() => {}), seconds(2))
    this.#watch.unref()
    return { browser, context: await contextOf(browser, this.#proxy) }
  }
}

async function contextOf(browser: Browser, proxy: GuardProxy): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...look,
    // Loopback addresses go through it as well: playwright adds `<-loopback>` to the (empty) list of exceptions.
    proxy: { server: proxy.url },
    userAgent: `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${browser.version()} Safari/537.36 AegisRunner/1.0`,
    acceptDownloads: false,
    serviceWorkers: 'block',
    permissions: [],
  })
  await context.addInitScript(noWayAround)
  return context
}

// Where the system tells (Linux), memory is watched; elsewhere the limit on scripts' memory alone holds.
async function endIfLargerThan(most: number, browser: Browser): Promise<void> {
  if (!browser.isConnected()) return
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const sizes = await Promise.all(processInfo.map(({ id }) => residentBytes(id)))
  if (sizes.reduce((sum, size) => sum + size, 0) > most) await browser.close()
}

// Private memory only: what the processes share would be counted once for each.
async function residentBytes(pid: number): Promise<number> {
  const [, resident = 0, shared = 0] = await readFile(`/proc/${pid}/statm`, 'utf8').then(
    (text) => text.split(' ').map(Number),
    () => [],
  )
  return (resident - shared) * 4096
}
