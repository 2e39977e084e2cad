import { Readable } from 'node:stream'
import { type Duration, later, minutes, seconds } from '#platform/clock.ts'
import type { Platform } from '#platform/platform.ts'
import { InboxNews, type Looking } from './inbox-news.ts'
import { unreadIn } from './log.queries.ts'

/** No more are counted: the page shows “99+”. */
export const mostUnread = 100

/** A stream ends by then, so that whoever looks is asked anew who they are; the page comes back at once. */
export const inboxStreamLasts: Duration = minutes(15)

const aliveEvery: Duration = seconds(15)
// Many messages within this time are one event.
const gatheredFor: Duration = 150
const comeBackAfter: Duration = seconds(1)

const open = new Set<InboxNews>()

/** Ends every stream of this process, so that it can stop; pages come back to another. */
export async function endInboxEvents(): Promise<void> {
  for (const news of open) news.end()
}

/**
 * What happens to an inbox, as server-sent events: `unread` with the count at once, and again whenever a line is added or read, by whichever
 * node or page. It ends when the session, the membership or the team changes, so a removed member hears nothing more.
 */
export function inboxEvents(platform: Platform, looking: Looking): Readable {
  const news = new InboxNews(platform, looking)
  const stream = Readable.from(events(platform, looking, news))
  open.add(news)
  stream.on('close', () => {
    open.delete(news)
    news.end()
  })
  return stream
}

async function* events({ db, clock }: Platform, { teamId, userId }: Looking, news: InboxNews): AsyncGenerator<string> {
  const until = later(clock.now(), inboxStreamLasts)
  yield `retry: ${comeBackAfter}\n\n`
  for (;;) {
    const unread = await unreadIn(db, teamId, userId, mostUnread)
    yield `event: unread\ndata: ${JSON.stringify({ type: 'unread', unread })}\n\n`
    let heard = await news.next(aliveEvery)
    while (heard === 'quiet' && clock.now() < until) {
      yield ': still there\n\n'
      heard = await news.next(aliveEvery)
    }
    if (heard !== 'changed' || clock.now() >= until) return
    await new Promise((resolve) => setTimeout(resolve, gatheredFor))
  }
}
