import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { type Duration, seconds } from '#platform/clock.ts'

const lookEvery: Duration = seconds(1)

/** A page that has less than this part of the whole is not what is wrong with a browser that grew too large. */
const smallestCulprit = 1 / 4

/**
 * Looks every second how much memory the processes of a browser take. Beyond `most` bytes the largest page's process is ended, and with it
 * that page alone; `onEnded` is told first. Only when no page is to blame the browser goes as a whole. Where the system does not tell sizes
 * (it does on Linux), the browser's own limit for scripts alone holds.
 */
export async function watchMemory(browser: Browser, most: number, onEnded: () => void): Promise<void> {
  const session = await browser.newBrowserCDPSession()
  const look = async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    const sizes = await Promise.all(
      processInfo.map(async ({ id, type }) => ({ id, type, bytes: await privateBytes(id) })),
    )
    if (sizes.reduce((sum, { bytes }) => sum + bytes, 0) <= most) return
    const [largest] = sizes.filter(({ type }) => type === 'renderer').sort((a, b) => b.bytes - a.bytes)
    if (!largest || largest.bytes < most * smallestCulprit) return browser.close()
    onEnded()
    process.kill(largest.id, 'SIGKILL')
  }
  const watch = setInterval(() => void look().catch(() => {}), lookEvery).unref()
  browser.on('disconnected', () => clearInterval(watch))
}

// Private memory only: what the processes share would be counted once for each.
async function privateBytes(pid: number): Promise<number> {
  const [, resident = 0, shared = 0] = await readFile(`/proc/${pid}/statm`, 'utf8').then(
    (text) => text.split(' ').map(Number),
    () => [],
  )
  return (resident - shared) * 4096
}
