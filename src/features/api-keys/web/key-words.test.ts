import { expect, test } from 'vitest'
import { hours } from '#platform/clock.ts'
import { abilityOf, accessLabel, fromWhere, templateOf, typedAddresses, usedLately } from './key-words.ts'
import type { Offers } from './keys-query.ts'

const scope = (id: Offers['scopes'][number]['id'], says: string) => ({ id, says, grantable: true })
const offers = {
  scopes: [
    scope('team:read', 'See the team'),
    scope('runs:read', 'See runs'),
    scope('runs:write', 'Start runs'),
    scope('keys:read', 'See API keys'),
  ],
  templates: [{ id: 'ci', label: 'CI', says: 'Start runs and read them', scopes: ['runs:read', 'runs:write'] }],
} as Offers

test('a selection is a ready choice whatever its order, and only when it is exactly that', () => {
  expect(templateOf(['runs:write', 'runs:read'], offers.templates)?.id).toBe('ci')
  expect(templateOf(['runs:read'], offers.templates)).toBeUndefined()
  expect(templateOf(['runs:read', 'runs:write', 'team:read'], offers.templates)).toBeUndefined()
})

test('what a key can do is one sentence, in the order of the list', () => {
  expect(abilityOf(['runs:read', 'runs:write'], offers)).toBe('start runs and read them')
  expect(abilityOf(['keys:read'], offers)).toBe('see API keys')
  expect(abilityOf(['keys:read', 'team:read', 'runs:read'], offers)).toBe('see the team; see runs; and see API keys')
  expect(accessLabel(['runs:read', 'runs:write'], offers.templates)).toBe('CI')
  expect(accessLabel(['team:read'], offers.templates)).toBe('1 permission')
  expect(accessLabel(['team:read', 'keys:read'], offers.templates)).toBe('2 permissions')
})

test('all that a limited role may give is told one by one, not as everything', () => {
  const limited = {
    scopes: offers.scopes.map((one) => ({ ...one, grantable: one.id === 'runs:read' })),
    templates: [{ id: 'full', label: 'Full', says: 'Everything a key can do', scopes: ['runs:read'] }],
  } as Offers
  expect(abilityOf(['runs:read'], limited)).toBe('see runs')
})

test('addresses are read out of whatever parts them', () => {
  expect(typedAddresses(' 203.0.113.7,\n2001:db8::/32 ;; 10.0.0.0/8\n')).toEqual([
    '203.0.113.7',
    '2001:db8::/32',
    '10.0.0.0/8',
  ])
  expect(typedAddresses(' \n')).toEqual([])
  expect([fromWhere([]), fromWhere(['10.0.0.1']), fromWhere(['a', 'b'])]).toEqual([
    'from any address',
    'only from 10.0.0.1',
    'only from 2 addresses or ranges',
  ])
})

test('lately used means within the time, and never used is not lately', () => {
  const now = new Date('2027-03-01T09:00:00Z')
  const used = (at: string) => ({ lastUsed: { at, ip: '::1', client: 'curl', route: 'GET /key' } })
  expect(usedLately({ lastUsed: null }, now, hours(24))).toBe(false)
  expect(usedLately(used('2027-02-28T09:00:01Z'), now, hours(24))).toBe(true)
  expect(usedLately(used('2027-02-28T09:00:00Z'), now, hours(24))).toBe(false)
})
