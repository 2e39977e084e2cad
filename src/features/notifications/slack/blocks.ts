import type { KnownBlock } from '@slack/web-api'
import { plainText } from '#platform/plain-text.ts'
import type { Platform } from '#platform/platform.ts'
import { type Summary, summaryOf } from '../message.ts'
import { factsIn } from '../stored-event.ts'
import type { NotificationRow } from '../tables.ts'

/** What is posted: `text` for notices and screen readers, `blocks` for the eye. */
export interface SlackMessage {
  text: string
  blocks: KnownBlock[]
}

/** What Slack allows (docs.slack.dev/reference/block-kit/blocks): 150 characters of header, ten fields of 2,000, 3,000 of text. */
const most = { header: 150, fields: 10, field: 2_000, text: 3_000, listed: 300, failures: 3 }

/** One event, or several that go together: status, suite and project, counts, duration, the first failures, and where to look (facts.md). */
export function slackMessage(platform: Platform, events: readonly NotificationRow[], teamName: string): SlackMessage {
  const [first] = events
  if (!first) throw new Error('a message is about something')
  const parts = events.length === 1 ? partsOf(first) : { ...summaryOf(events, teamName), facts: [] }
  const { title, says, items, facts, link } = parts
  const list = items.slice(0, events.length === 1 ? most.failures : items.length)
  return {
    text: escaped(title),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(title, most.header), emoji: false } },
      ...(says.length > 0 ? [markdown(says.map(escaped).join('\n'))] : []),
      ...(facts.length > 0 ? [fields(facts)] : []),
      ...(list.length > 0 ? [markdown(list.map((item) => `• ${escaped(cut(item, most.listed))}`).join('\n'))] : []),
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            text: { type: 'plain_text', text: cut(link.label, 75), emoji: false },
            url: `${platform.config.publicUrl}${link.path}`,
          },
        ],
      },
    ],
  }
}

const partsOf = ({ event }: NotificationRow): Summary & { facts: [string, string][] } => ({
  title: event.title,
  says: event.says,
  items: event.items,
  link: event.link,
  // A channel has no zone of its own.
  facts: factsIn(event, 'UTC'),
})

const fields = (facts: [string, string][]): KnownBlock => ({
  type: 'section',
  fields: facts.slice(0, most.fields).map(([label, value]) => ({
    type: 'mrkdwn',
    text: cut(`*${escaped(label)}*\n${escaped(value)}`, most.field),
  })),
})

const markdown = (text: string): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text: cut(text, most.text) },
})

// Slack reads these three as markup: somebody's test name could otherwise call the whole channel (<!channel>).
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const cut = (text: string, length: number): string => (text.length <= length ? text : `${plainText(text, length - 1)}…`)
