import { newId } from '#platform/ids.ts'
import type { NewDelivery } from './delivery.queries.ts'
import { emailChoiceOf } from './event-choice.ts'
import { type ChosenType, kindOf } from './kinds.ts'
import { inForce, type Preference } from './preferences.ts'
import type { Listener } from './queries.ts'
import { inTheirRhythm, type Slot, slotOf } from './slots.ts'
import type { NotificationRow, SlackRow, WebhookRow } from './tables.ts'

/** Everything that decides who hears of an event by which channel. */
export interface Circumstances {
  listeners: readonly Listener[]
  preferences: readonly Preference[]
  slack: Pick<SlackRow, 'kind' | 'broken_at' | 'broken_says'> | undefined
  webhooks: readonly Pick<WebhookRow, 'id' | 'types' | 'paused_at'>[]
  /** Bundles being filled, by lane; of inbox lines with the id of the first. */
  open: ReadonlyMap<string, Slot & { id: string }>
}

/** The messages an event becomes: inbox lines for everybody it concerns, e-mail and Slack as each of them chose, and the team's programs. */
export function planDeliveries(told: NotificationRow, around: Circumstances): NewDelivery[] {
  const now = told.created_at
  const programs = around.webhooks.filter(
    ({ types, paused_at }) => !paused_at && (types.length === 0 || types.includes(told.type)),
  )
  return [
    ...around.listeners.flatMap((listener) => personal(told, listener, around, now)),
    ...inChannel(told, around, now),
    ...programs.map(({ id }) => {
      const slot = { bundle: `one:${told.id}`, dueAt: now }
      return delivery(told, { channel: 'webhook', lane: `webhook:${id}`, user_id: null }, slot, now)
    }),
  ]
}

/** The choices in force for somebody about this event; `all` for what cannot be chosen away. */
export function wantedBy(
  told: NotificationRow,
  userId: string,
  preferences: readonly Preference[],
): Set<string> | 'all' {
  if (!kindOf(told.type)) return 'all'
  const type = told.type as ChosenType
  return new Set(inForce(preferences, { userId, projectId: told.project_id, type }).choices)
}

/** Whether this event goes to somebody by e-mail. */
export function wantsEmail(told: NotificationRow, userId: string, preferences: readonly Preference[]): boolean {
  const wanted = wantedBy(told, userId, preferences)
  return wanted === 'all' || wanted.has(emailChoiceOf(told.event) ?? '')
}

const wantsSlack = (told: NotificationRow, userId: string, preferences: readonly Preference[]): boolean => {
  const wanted = wantedBy(told, userId, preferences)
  return wanted !== 'all' && wanted.has('slack')
}

function personal(told: NotificationRow, listener: Listener, around: Circumstances, now: Date): NewDelivery[] {
  const { preferences, slack, open } = around
  const plans = [inboxLine(told, listener.id, open, now)]
  const add = (channel: 'email' | 'slack', lane: string, note: string | null = null) => {
    const slot = slotOf(told.event, { id: told.id, projectId: told.project_id, open: open.get(lane) }, now)
    const place = { channel, lane, user_id: listener.id, note }
    plans.push(delivery(told, place, inTheirRhythm(told.event, slot, listener), now))
  }
  const slackWanted = wantsSlack(told, listener.id, preferences)
  const why = slackWanted ? whyNotSlack(slack) : null
  if (slackWanted && !why && slack?.kind === 'app' && listener.slackUserId) add('slack', `dm:${listener.id}`)
  if (why || wantsEmail(told, listener.id, preferences)) {
    add('email', `email:${listener.id}`, wantsEmail(told, listener.id, preferences) ? null : why)
  }
  return plans
}

/** Why what was to go through Slack comes by e-mail; null when Slack works. */
export function whyNotSlack(slack: Circumstances['slack']): string | null {
  if (!slack) return 'You chose Slack, but no Slack is connected to this team. So this came by e-mail.'
  if (!slack.broken_at) return null
  return `You chose Slack, but Slack does not take messages of this team: ${slack.broken_says}. So this came by e-mail.`
}

// One message in the team's channel, however many of the team chose Slack.
function inChannel(
  told: NotificationRow,
  { listeners, preferences, slack, open }: Circumstances,
  now: Date,
): NewDelivery[] {
  if (!slack || slack.broken_at) return []
  const readers = listeners
    .filter(({ slackUserId }) => !(slack.kind === 'app' && slackUserId))
    .filter(({ id }) => wantsSlack(told, id, preferences))
    .map(({ id }) => id)
  if (readers.length === 0) return []
  const lane = `slack:${told.team_id}`
  const slot = slotOf(told.event, { id: told.id, projectId: told.project_id, open: open.get(lane) }, now)
  return [delivery(told, { channel: 'slack', lane, user_id: null, for_users: readers }, slot, now)]
}

// A line is there at once; those that follow within the window of a burst stand behind the first.
function inboxLine(told: NotificationRow, userId: string, open: Circumstances['open'], now: Date): NewDelivery {
  const lane = `inbox:${userId}`
  const first = open.get(lane)
  const { bundle } = slotOf(told.event, { id: told.id, projectId: told.project_id, open: first }, now)
  const line = delivery(told, { channel: 'inbox', lane, user_id: userId }, { bundle, dueAt: now }, now)
  return { ...line, state: first ? 'grouped' : 'sent', lead_id: first?.id ?? null, settled_at: now }
}

/** A message that waits for its slot. */
export const delivery = (
  told: Pick<NotificationRow, 'team_id' | 'id'>,
  place: Pick<NewDelivery, 'channel' | 'lane' | 'user_id'> & Partial<Pick<NewDelivery, 'for_users' | 'note'>>,
  { bundle, dueAt }: Slot,
  now: Date,
): NewDelivery => ({
  for_users: [],
  note: null,
  ...place,
  team_id: told.team_id,
  id: newId('dlv'),
  notification_id: told.id,
  bundle,
  state: 'waiting',
  says: null,
  due_at: dueAt,
  next_at: dueAt,
  created_at: now,
})
