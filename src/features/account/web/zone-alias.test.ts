import { expect, it } from 'vitest'
import { aliasMeant } from './zone-alias.ts'

const kolkata = { zone: 'Asia/Kolkata', city: 'Kolkata', aliases: ['Asia/Calcutta'] }
const losAngeles = { zone: 'America/Los_Angeles', city: 'Los Angeles', aliases: ['US/Pacific', 'US/Pacific-New'] }

it('names the alias that was searched for', () => {
  expect(aliasMeant(kolkata, 'Calcutta')).toBe('Asia/Calcutta')
  expect(aliasMeant(losAngeles, ' us/pac')).toBe('US/Pacific')
})

it('stays silent when the zone or its city says it already, or nothing was typed', () => {
  expect(aliasMeant(kolkata, 'asia')).toBeUndefined()
  expect(aliasMeant(losAngeles, 'los angeles')).toBeUndefined()
  expect(aliasMeant(losAngeles, 'america/los_')).toBeUndefined()
  expect(aliasMeant(kolkata, '')).toBeUndefined()
  expect(aliasMeant(kolkata, '+5:30')).toBeUndefined()
})
