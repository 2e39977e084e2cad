import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type Duration, seconds } from '#platform/clock.ts'
import { type GuardProxy, openGuardProxy } from '#platform/outbound/guard-proxy.ts'
import type { Outbound } from '#platform/outbound/outbound.ts'
import type { CheckedTarget } from '#platform/outbound/target.ts'
import type { Chromium } from './find-chromium.ts'
import { noWayAround } from './in-page.ts'
import { watchMemory } from './memory-watch.ts'
import { mostScriptMemory } from './problems.ts'
import { within } from './within.ts'

/** What a browser of ours is made of. */
export interface BrowserParts {
  chromium: Chromium
  check: Outbound['check']
  forbids: (target: CheckedTarget) => boolean
  /** All processes of the browser together may take so much memory, in bytes; beyond it the largest page is ended. */
  mostMemory?: number
}

const megabyte = 1024 * 1024
const mostPerAnswer = 32 * megabyte
const mostPerTunnel = 256 * megabyte
const usualMemory = 1536 * megabyte
const endIsHeardWithin: Duration = seconds(2)
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
  `--js-flags=--max-old-space-size=${mostScriptMemory}`,
]

interface Launched {
  browser: Browser
  context: BrowserContext
}

/**
 * A Chromium for one crawl or run, with one isolated context in it. Everything it asks for goes through the guard. A page that takes too much
 * memory is ended alone; when the whole browser goes, the next page starts a new one, and cookies are gone then.
 */
export class GuardedBrowser {
  readonly #parts: BrowserParts
  readonly #proxy: GuardProxy
  readonly #outgrown = new WeakSet<Page>()
  // Pages ended for their memory whose end was not heard of yet.
  #ended = 0
  #launched: Promise<Launched> | null = null
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

  /** What the page was ended for, in bytes of the whole browser; null when that was not its memory. */
  outgrew(page: Page): number | null {
    return this.#outgrown.has(page) ? (this.#parts.mostMemory ?? usualMemory) : null
  }

  /** A new page. Dialogs are dismissed, other windows closed, downloads refused. */
  async page(): Promise<Page> {
    const launched = await this.#ready()
    const page = await newPage(launched).catch(async () => {
      await this.#kill(launched.browser) // a page that spins can take the whole browser with it
      return newPage(await this.#ready())
    })
    // “Leave this page?” is the one question that is answered with yes.
    page.on('dialog', (dialog) => {
      void (dialog.type() === 'beforeunload' ? dialog.accept() : dialog.dismiss()).catch(() => {})
    })
    page.on('popup', (popup) => void popup.close().catch(() => {}))
    page.on('crash', () => {
      if (this.#ended === 0) return
      this.#ended -= 1
      this.#outgrown.add(page)
    })
    return page
  }

  /** Lets go of a page. One that does not close is ended together with its browser. */
  async drop(page: Page): Promise<void> {
    await within(seconds(3), page.close()).catch(() => this.#kill(page.context().browser()))
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
    await this.#launched.catch(() => {}) // of a browser that just went, the next page hears
  }

  async close(): Promise<void> {
    this.#closed = true
    const launched = await this.#launched?.catch(() => null)
    await launched?.browser.close().catch(() => {})
    await this.#proxy.close()
  }

  // Pages are asked for side by side: whoever finds the browser broken must not end, or start a second time, what another has started since.
  async #kill(browser: Browser | null): Promise<void> {
    if ((await this.#launched?.catch(() => null))?.browser === browser) this.#launched = null
    await within(seconds(5), browser?.close() ?? Promise.resolve()).catch(() => {})
  }

  async #ready(): Promise<Launched> {
    for (;;) {
      if (this.#closed) throw new Error('the browser is closed')
      const current = this.#launched
      const launched = await current?.catch(() => null)
      if (launched?.browser.isConnected()) return launched
      if (this.#launched !== current) continue
      this.#launched = this.#launch()
      return this.#launched
    }
  }

  async #launch(): Promise<Launched> {
    const { chromium: found, mostMemory = usualMemory } = this.#parts
    const { chromium } = await import('playwright-core') // large, and only wanted where a browser is
    const browser = await chromium.launch({ ...found, args: [...found.args, ...flags], timeout: seconds(30) })
    this.#ended = 0
    await watchMemory(browser, mostMemory, () => {
      this.#ended += 1
      // It may have been a frame within a page, of whose end nobody hears.
      setTimeout(() => {
        this.#ended = 0
      }, endIsHeardWithin).unref()
    })
    return { browser, context: await contextOf(browser, this.#proxy) }
  }
}

const newPage = ({ context }: Launched): Promise<Page> => within(seconds(10), context.newPage())

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
