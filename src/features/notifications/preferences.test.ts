import { expect, test } from 'vitest'
import { emailChoiceOf, isUrgent } from './event-choice.ts'
import { inForce, type Preference, withLocked } from './preferences.ts'

const ada = 'usr_ada'
const shop = 'prj_shop'
const row = (userId: string | null, projectId: string | null, choices: string[]): Preference => ({
  userId,
  projectId,
  type: 'test-failures',
  choices,
})
const ask = (stored: Preference[], projectId: string | null = null) =>
  inForce(stored, { userId: ada, projectId, type: 'test-failures' })

test('built-in preset, team default, team default for a project, my choice, my choice for a project: the latter wins', () => {
  const stored: Preference[] = []
  expect(ask(stored, shop)).toEqual({ choices: ['email'], source: 'built-in' })
  stored.push(row(null, null, ['slack']))
  expect(ask(stored, shop)).toEqual({ choices: ['slack'], source: 'team' })
  stored.push(row(null, shop, ['email', 'slack']))
  expect(ask(stored, shop)).toEqual({ choices: ['email', 'slack'], source: 'team-for-project' })
  expect(ask(stored)).toEqual({ choices: ['slack'], source: 'team' })
  stored.push(row(ada, null, []))
  expect(ask(stored, shop)).toEqual({ choices: [], source: 'mine' })
  stored.push(row(ada, shop, ['email']))
  expect(ask(stored, shop)).toEqual({ choices: ['email'], source: 'mine-for-project' })
  expect(ask(stored, 'prj_other')).toEqual({ choices: [], source: 'mine' })
  expect(ask([row('usr_ben', null, ['slack'])])).toEqual({ choices: ['email'], source: 'built-in' })
})

test('what is locked stays on, and what is no choice is left out', () => {
  expect(withLocked('billing-alerts', [])).toEqual(['failed'])
  expect(withLocked('billing-alerts', ['receipt', 'sms'])).toEqual(['failed', 'receipt'])
  expect(withLocked('usage-alerts', ['100', '80'])).toEqual(['80', '100'])
})

test.each([
  ['usage-alerts', 'usage.warning', { threshold: 80 }, '80', false],
  ['usage-alerts', 'usage.threshold', { threshold: 95 }, '90', false],
  ['usage-alerts', 'usage.pace', { threshold: 0 }, '80', false],
  ['usage-alerts', 'usage.limit_reached', { threshold: 100 }, '100', true],
  ['usage-alerts', 'usage.resolved', {}, '100', true],
  ['billing-alerts', 'billing.payment_due', {}, 'due', false],
  ['billing-alerts', 'billing.payment_failed', {}, 'failed', true],
  ['billing-alerts', 'billing.receipt', {}, 'receipt', false],
  ['team', 'team.role_changed', {}, null, true],
  ['test-failures', 'run.failed', {}, 'email', false],
] as const)('%s %s falls under %s', (type, name, data, choice, urgent) => {
  expect(emailChoiceOf({ type, name, data })).toBe(choice)
  expect(isUrgent({ type, name, data })).toBe(urgent)
})
