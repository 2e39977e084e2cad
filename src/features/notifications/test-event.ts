import { testName } from './is-test.ts'
import { type ChosenType, kinds } from './kinds.ts'
import type { StoredEvent } from './stored-event.ts'

/** What a test says: that it is one, who sent it, and how a real one would look. */
export function testEvent(
  type: ChosenType,
  { userId, teamId, by }: { userId: string; teamId: string; by: string },
  now: Date,
): StoredEvent {
  const { label } = kinds[type]
  return {
    type,
    name: testName,
    audience: { userIds: [userId] },
    title: `Test: ${label}`,
    says: [`This is a test of “${label}”. Nothing has happened; messages of this type arrive here.`],
    facts: [
      ['Sent by', by],
      ['Sent at', { at: now.toISOString() }],
      ...(type in samples ? samples[type as keyof typeof samples] : []),
    ],
    items: [],
    link: { label: 'Open your preferences', path: `/settings/notifications?team=${teamId}` },
    attachment: null,
    data: { test: true },
  }
}

const run: [string, string][] = [
  ['Status', 'Failed (an example)'],
  ['Project', 'Example shop'],
  ['Passed', '41'],
  ['Failed', '1'],
  ['Skipped', '0'],
  ['Duration', '1 min 12 s'],
]

const samples = { 'test-failures': run, 'scheduled-runs': run } as const
