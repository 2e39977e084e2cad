import { Readable } from 'node:stream'
import { z } from 'zod'
import { keyWith } from '#access/key-guard.ts'
import { route } from '#platform/http/route.ts'
import { crawlEvents } from './crawl-events.ts'
import { seenCrawl } from './seen.ts'

/** Tells a pipeline what happens to a crawl, as it happens. */
export const ciCrawlEvents = route({
  method: 'GET',
  path: '/ci/crawls/{id}/events',
  summary: 'Follow a crawl from a pipeline',
  access: keyWith('runs.view', 'runs:read'),
  output: z.instanceof(Readable),
  media: 'text/event-stream',

  async handle({ who, params, db, platform, refuse, setHeader }) {
    const { crawl } = (await seenCrawl(db, who, params.id)) ?? refuse('not_found')
    setHeader('X-Accel-Buffering', 'no') // a proxy that gathers would hold events back
    return crawlEvents(platform, who.team.id, crawl.id)
  },
})
