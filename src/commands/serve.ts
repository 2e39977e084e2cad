import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createApp, routes } from '#app/app.ts'
import { endInboxEvents } from '#features/notifications/public.ts'
import { endCrawlEvents } from '#features/runs/public.ts'
import { readConfig } from '#platform/config.ts'
import { serveDocs } from '#platform/http/docs-page.ts'
import { serveOperations } from '#platform/http/operations.ts'
import { servePage } from '#platform/http/page.ts'
import { root } from '#platform/root.ts'
import { demandFreePort, finish, listen, start, stopOnSignal, work } from './running.ts'

/** `aegisrunner serve [--no-worker]`: the API, the page, health and metrics; prints the one line with the address to open. */
export async function serve(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { 'no-worker': { type: 'boolean', default: false } } })
  await demandFreePort(readConfig())
  const running = await start()
  try {
    const http = createApp(running.platform)
    await serveOperations(http, running.platform)
    serveDocs(http, running.platform, routes)
    await servePage(http, join(root, 'dist', 'web'))
    if (!values['no-worker']) await work(running)
    running.onStop('server', () => finish(http))
    // Open streams end first, or the server would wait for them.
    running.onStop('streams of crawls', endCrawlEvents)
    running.onStop('streams of inboxes', endInboxEvents)
    await listen(http, running)
  } catch (error) {
    await running.stop()
    throw error
  }
  stopOnSignal(running)
  process.stdout.write(`AegisRunner is ready: ${running.config.publicUrl}\n`)
}
