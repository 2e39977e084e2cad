import { Readable } from 'node:stream'
import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { crawlEvents } from './crawl-events.ts'
import { seenCrawl } from './seen.ts'

/** Tells what happens to a crawl, as it happens: the same events that pipelines get. */
export const followCrawl = route({
  method: 'GET',
  path: '/teams/{team}/crawls/{id}/events',
  summary: 'Follow a crawl',
  access: inTeam('runs.view', { scope: 'runs:read' }),
  output: z.instanceof(Readable),
  media: 'text/event-stream',

  async handle({ who, params, db, platform, refuse, setHeader }) {
    const { crawl } = (await seenCrawl(db, who, params.id)) ?? refuse('not_found')
    setHeader('X-Accel-Buffering', 'no')
    return crawlEvents(platform, who.team.id, crawl.id)
  },
})
