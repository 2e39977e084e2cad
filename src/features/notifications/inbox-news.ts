import type { Duration } from '#platform/clock.ts'
import type { Platform } from '#platform/platform.ts'

/** Whose inbox is looked at, and by which session. */
export interface Looking {
  teamId: string
  userId: string
  sessionId: string
}

/** What an open page is told: its inbox changed; whoever looks must be asked anew; nothing for a while. */
export type News = 'changed' | 'over' | 'quiet'

type Ear = (news: Exclude<News, 'quiet'>) => void

const ears = new WeakMap<Platform, Map<string, Set<Ear>>>()

// One subscription for each node, however many pages are open: each change goes only to those it concerns.
function earsOf(platform: Platform): Map<string, Set<Ear>> {
  const known = ears.get(platform)
  if (known) return known
  const byTopic = new Map<string, Set<Ear>>()
  ears.set(platform, byTopic)
  platform.changes.subscribe((topic) => {
    // News may have been missed: every page is made to ask again.
    const concerned = topic === '*' ? [...byTopic.values()].flatMap((some) => [...some]) : (byTopic.get(topic) ?? [])
    for (const hear of [...concerned]) hear(topic.startsWith('inbox:') ? 'changed' : 'over')
  })
  return byTopic
}

/** Listens for what concerns one open page, until `end`. A change of the person, the session or the team makes it over. */
export class InboxNews {
  #heard: News | null = null
  #wake = () => {}
  readonly end: () => void

  constructor(platform: Platform, { teamId, userId, sessionId }: Looking) {
    const byTopic = earsOf(platform)
    const topics = [
      `user:${userId}`,
      `session:${sessionId}`,
      `team:${teamId}`,
      `inbox:${teamId}`,
      `inbox:${teamId}:${userId}`,
    ]
    for (const topic of topics) byTopic.set(topic, (byTopic.get(topic) ?? new Set()).add(this.#hear))
    this.end = () => {
      this.#hear('over')
      for (const topic of topics) {
        const listening = byTopic.get(topic)
        listening?.delete(this.#hear)
        if (listening?.size === 0) byTopic.delete(topic)
      }
    }
  }

  readonly #hear: Ear = (news) => {
    if (this.#heard !== 'over') this.#heard = news
    this.#wake()
  }

  /** What was heard since the last call, or is heard within this time. */
  async next(within: Duration): Promise<News> {
    if (!this.#heard) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, within)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    const news = this.#heard ?? 'quiet'
    if (news === 'changed') this.#heard = null
    return news
  }
}
