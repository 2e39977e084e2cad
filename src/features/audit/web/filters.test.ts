import { expect, test } from 'vitest'
import { addressOfFilters, filtersIn, queryOf } from './filters.ts'

test('filters are read out of an address, and what a hand has spoilt is left out', () => {
  expect(filtersIn({ team: 'team_1', user: 'usr_1', from: '2027-03-01', to: 'x', text: 5, area: '' })).toEqual({
    user: 'usr_1',
    from: '2027-03-01',
    text: '5',
  })
  expect(filtersIn(Object.fromEntries(new URLSearchParams(addressOfFilters({ text: 'a&b=ü', ip: '::1' }))))).toEqual({
    text: 'a&b=ü',
    ip: '::1',
  })
})

test('days are those of the zone, also where clocks change and where they differ by half hours', () => {
  expect(queryOf({ from: '2027-03-28', to: '2027-03-28' }, 'Europe/Berlin')).toEqual({
    from: '2027-03-27T23:00:00.000Z',
    to: '2027-03-28T22:00:00.000Z',
  })
  expect(queryOf({ from: '2027-10-31', to: '2027-10-31' }, 'Europe/Berlin')).toEqual({
    from: '2027-10-30T22:00:00.000Z',
    to: '2027-10-31T23:00:00.000Z',
  })
  expect(queryOf({ from: '2027-06-01' }, 'Asia/Kolkata')).toEqual({ from: '2027-05-31T18:30:00.000Z' })
  expect(queryOf({ from: '2027-06-01', ip: '::1' }, 'America/New_York')).toEqual({
    from: '2027-06-01T04:00:00.000Z',
    ip: '::1',
  })
})
