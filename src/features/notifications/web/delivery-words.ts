import type { IconName } from '#web/kit/icon.tsx'
import type { Delivery } from './queries.ts'

/** What became of a message, in a word. */
export const stateWord: Record<Delivery['state'], string> = {
  waiting: 'Waiting',
  sent: 'Sent',
  held: 'Held here',
  failed: 'Not sent',
  suppressed: 'Left out',
  grouped: 'Sent with others',
}

/** The sign beside that word. */
export const stateIcon: Record<Delivery['state'], IconName> = {
  waiting: 'outbox',
  sent: 'check',
  held: 'info',
  failed: 'error',
  suppressed: 'info',
  grouped: 'check',
}

/** Through what it went. */
export const channelWord = ({ channel, direct }: Pick<Delivery, 'channel' | 'direct'>): string =>
  channel === 'slack' ? (direct ? 'Slack, directly' : 'Slack') : channel === 'email' ? 'E-mail' : 'Webhook'
