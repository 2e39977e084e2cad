import type { NotificationEvent } from '#features/notifications/event.ts'
import { letterOf } from '#features/notifications/letters.ts'
import { type StoredEvent, storedEvent } from '#features/notifications/stored-event.ts'
import type { NotificationRow } from '#features/notifications/tables.ts'
import { testEvent } from '#features/notifications/test-event.ts'
import { days, later } from '#platform/clock.ts'
import { moneyNews } from './money.ts'
import { ada, type Desk, type LetterSample, team } from './sample.ts'

const reader = { id: 'usr_01kb0000000000000000000000', timezone: ada.timezone }
const everybody = { teamId: team.id, audience: 'runs.view', data: {} } as const

const row = (event: StoredEvent, now: Date): NotificationRow => ({
  ...{ team_id: team.id, id: 'ntf_1', event_id: '1', type: event.type, name: event.name, project_id: null, event },
  ...{ created_at: now, fanned_out_at: now },
})

const run = {
  ...everybody,
  facts: { Status: 'Failed', Project: 'Shop', Tests: 'Checkout', Passed: '10', Failed: '2', Skipped: '0' },
  items: [
    'Checkout – pays with a card: expected the heading “Thank you”, found “Something went wrong”',
    'Checkout – empties the cart: the button “Remove” did not appear within 10 s',
  ],
  link: { label: 'See the run', path: `/runs/run_01kb0000000000000000000000?team=${team.id}` },
}

const usage = (used: number) => ({
  ...everybody,
  type: 'usage-alerts' as const,
  id: '1',
  says: ['At the limit: New test runs are refused and scheduled runs pause until the period begins anew.'],
  facts: { Used: `${used.toLocaleString('en')} of 2,500 test runs`, Plan: 'Pro' },
  link: { label: 'Open Usage', path: `/settings/usage?team=${team.id}` },
})

const inTeam = (
  name: string,
  title: string,
  says?: string,
  more: Partial<NotificationEvent> = {},
): NotificationEvent => ({
  ...everybody,
  ...{ type: 'team', name, id: name, title },
  ...(says && { says: [says] }),
  link: { label: 'Open the team', path: `/settings/team?team=${team.id}` },
  ...more,
})

/** Every event by name, with the words its slice tells it in. */
function events(now: Date): NotificationEvent[] {
  const from = { From: later(now, days(7)) }
  return [
    { ...run, type: 'test-failures', name: 'run.failed', id: '1', title: '2 of 12 tests failed: Shop' },
    { ...run, type: 'scheduled-runs', name: 'run.scheduled', id: '1', title: 'Scheduled run failed: Shop' },
    {
      ...{ ...run, type: 'scheduled-runs', name: 'run.completed', id: '1', items: [], says: ['Everything passed.'] },
      ...{
        title: 'Scheduled run completed: Shop',
        facts: { ...run.facts, Status: 'Completed', Passed: '12', Failed: '0' },
      },
    },
    {
      ...{
        ...run,
        type: 'scheduled-runs',
        name: 'schedule.paused',
        id: '1',
        items: [],
        facts: { 'Goes on': later(now, days(9)) },
      },
      title: 'Scheduled runs of Shop are paused',
      says: [
        'The 2,500 test runs of the plan Pro are used up. The schedule goes on by itself with the next period or a larger plan.',
      ],
    },
    {
      ...{ ...run, type: 'scheduled-runs', name: 'schedule.without_tests', id: '1', items: [], facts: {} },
      title: 'A schedule of Shop found nothing to test',
      says: ['No test it would run is switched on. It goes on by itself at its next time, as soon as there is one.'],
    },
    { ...usage(2000), name: 'usage.warning', title: '80 % of your test runs are used' },
    { ...usage(2250), name: 'usage.urgent', title: 'Urgent: 90 % of your test runs are used' },
    { ...usage(1500), name: 'usage.threshold', title: '60 % of your test runs are used' },
    { ...usage(2500), name: 'usage.limit_reached', title: 'Your limit of 2,500 test runs is reached' },
    {
      ...usage(1300),
      ...{ name: 'usage.pace', title: 'Your test runs may run out before the period ends' },
      says: ['1,300 of 2,500 are used. At the pace of this period so far, the rest will not last until its end.'],
    },
    {
      ...usage(100),
      ...{ name: 'usage.resolved', title: 'There is room for test runs again' },
      says: ['What was refused works again, and scheduled runs that paused go on by themselves.'],
    },
    inTeam('team.joined', `Cleo Clay has joined ${team.name}`, 'They accepted your invitation and are a member now.'),
    inTeam('team.declined', `cleo@example.com declined your invitation to ${team.name}`, 'Their seat is free again.'),
    inTeam(
      'team.asked_again',
      `cleo@example.com asks for a new invitation to ${team.name}`,
      'The link they have has expired. “Send again” gives them a new one for seven days.',
    ),
    inTeam(
      'team.left',
      `Cleo Clay has left ${team.name}`,
      'Their API keys in the team are revoked. What they made stays.',
    ),
    inTeam('team.restored', `You are back in ${team.name}`, 'Charles Babbage took you back as a member.'),
    inTeam('team.role_changed', `You are an admin of ${team.name} now`, 'Charles Babbage changed your role.'),
    inTeam(
      'team.ownership_offered',
      `Charles Babbage offers you ownership of ${team.name}`,
      'An owner may do everything, billing and deletion included.',
      { facts: { 'Open until': later(now, days(7)) } },
    ),
    inTeam('team.ownership_accepted', `Cleo Clay owns ${team.name} now`, 'Charles Babbage is an admin from now on.'),
    inTeam(
      'team.ownership_declined',
      `Cleo Clay declined to own ${team.name}`,
      'Nothing has changed: it is yours as before.',
    ),
    inTeam(
      'team.ownership_offer_cancelled',
      `The offer to own ${team.name} was taken back`,
      'Nothing has changed: it stays with whoever offered it.',
    ),
    inTeam(
      'team.two_factor_asked',
      `${team.name} asks for two-factor authentication`,
      'From that day on you need it to act in this team. Your role and your seat are kept.',
      { facts: from },
    ),
    inTeam(
      'team.two_factor_reminder',
      `${team.name} asks for two-factor authentication within a week`,
      'Set it up now, and nothing interrupts you then. Your role and your seat are kept.',
      { facts: from },
    ),
  ]
}

/** The letters that events become: one by one, many at once, a digest, a test, and by e-mail because Slack is broken. */
export function toldLetters({ platform, now }: Desk): LetterSample[] {
  const told = events(now)
  const letter = (as: string, rows: NotificationRow[], why: string | null = null): LetterSample => ({
    as,
    of: rows.length === 1 ? (rows[0]?.name ?? '') : as,
    letter: letterOf(platform, rows, { reader, teamName: team.name, why }),
    to: ada,
  })
  const one = (event: NotificationEvent, as = event.name.replaceAll('.', '-'), why?: string) =>
    letter(as, [row(storedEvent(event), now)], why)
  const [failed] = told
  const many = Array.from({ length: 43 }, (_, i) => ({
    ...(failed as NotificationEvent),
    title: `${i + 1} of 60 tests failed: Shop`,
  }))
  const rows = (list: NotificationEvent[]) => list.map((event) => row(storedEvent(event), now))
  const money = moneyNews({ now }).map(([picture, { kind: _kind, link, ...rest }]) =>
    one(
      {
        type: 'billing-alerts',
        audience: 'billing.view',
        link: link ?? { label: 'Open billing', path: `/settings/billing?team=${team.id}` },
        ...rest,
      },
      picture,
    ),
  )
  const test = testEvent('test-failures', { userId: reader.id, teamId: team.id, by: ada.fullName }, now)
  return [
    ...told.map((event) => one(event)),
    ...money,
    letter('run-failed-many', rows(many)),
    letter('digest', rows(told.slice(0, 7))),
    letter('test', [row(test, now)]),
    one(
      failed as NotificationEvent,
      'instead-of-slack',
      'You chose Slack, but Slack does not take messages of this team: 410 channel_is_archived. So this came by e-mail.',
    ),
  ]
}
