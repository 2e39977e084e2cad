import { join, resolve } from 'node:path'
import { environment } from '#platform/config.ts'
import type { Platform } from '#platform/platform.ts'
import { root } from '#platform/root.ts'
import { type Chromium, findChromium } from './browser/find-chromium.ts'
import { forbiddenTargets } from './browser/forbidden-ports.ts'
import { GuardedBrowser } from './browser/guarded-browser.ts'

// Looking takes a second or two, and finds the same for as long as the process lives. What failed is looked for again.
let found: Promise<Chromium> | undefined

const chromiumOf = ({ config }: Platform): Promise<Chromium> => {
  found ??= findChromium({
    named: config.AEGIS_BROWSER,
    environment: environment(),
    unpackInto: [join(root, 'node_modules', '.cache'), join(resolve(config.DATA_DIR), 'browser')],
  }).catch((error) => {
    found = undefined
    throw error
  })
  return found
}

/** A browser behind the guard, for one crawl or run. */
export async function openBrowser(platform: Platform): Promise<GuardedBrowser> {
  return GuardedBrowser.open({
    chromium: await chromiumOf(platform),
    check: platform.outbound.check,
    forbids: forbiddenTargets(platform.config),
  })
}

/** Whether an address may be visited from here at all. */
export async function mayVisit({ outbound, config }: Platform, url: string): Promise<boolean> {
  const target = await outbound.check(url).catch(() => null)
  return target !== null && !forbiddenTargets(config)(target)
}
