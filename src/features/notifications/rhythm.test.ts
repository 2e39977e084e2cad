import { expect, test } from 'vitest'
import { heldUntil, nextAt } from './rhythm.ts'

const at = (text: string) => new Date(text)
const minute = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
const quiet = (from: string, until: string) => ({ quietFrom: minute(from), quietUntil: minute(until), digestAt: null })
const digest = (time: string) => ({ quietFrom: null, quietUntil: null, digestAt: minute(time) })

test.each([
  ['over midnight, before it', 'Europe/Berlin', '22:00', '07:00', '2027-03-01T21:30:00Z', '2027-03-02T06:00:00Z'],
  ['over midnight, after it', 'Europe/Berlin', '22:00', '07:00', '2027-03-02T02:00:00Z', '2027-03-02T06:00:00Z'],
  ['a half-hour zone', 'Asia/Kolkata', '22:00', '07:00', '2027-03-01T17:00:00Z', '2027-03-02T01:30:00Z'],
  ['a zone of 45 minutes', 'Asia/Kathmandu', '21:00', '06:15', '2027-03-01T16:00:00Z', '2027-03-02T00:30:00Z'],
  ['the night clocks go forward', 'Europe/Berlin', '22:00', '07:00', '2027-03-27T22:00:00Z', '2027-03-28T05:00:00Z'],
  ['the night clocks go back', 'Europe/Berlin', '22:00', '07:00', '2027-10-30T21:00:00Z', '2027-10-31T06:00:00Z'],
  [
    'an end that the clocks jump over',
    'Europe/Berlin',
    '22:00',
    '02:30',
    '2027-03-27T22:00:00Z',
    '2027-03-28T01:30:00Z',
  ],
  ['within a day', 'America/New_York', '12:00', '13:00', '2027-03-01T17:30:00Z', '2027-03-01T18:00:00Z'],
])('quiet hours: %s', (_what, zone, from, until, now, end) => {
  expect(heldUntil(quiet(from, until), zone, at(now))).toEqual({ until: at(end), by: 'quiet' })
})

test('outside quiet hours nothing is held; the end belongs to the day', () => {
  const rhythm = quiet('22:00', '07:00')
  expect(heldUntil(rhythm, 'Europe/Berlin', at('2027-03-02T06:00:00Z'))).toBeNull()
  expect(heldUntil(rhythm, 'Europe/Berlin', at('2027-03-01T20:59:00Z'))).toBeNull()
  expect(heldUntil(quiet('08:00', '08:00'), 'UTC', at('2027-03-01T08:00:00Z'))).toBeNull()
})

test.each([
  ['later today', 'Australia/Adelaide', '09:00', '2027-03-01T20:00:00Z', '2027-03-01T22:30:00Z'],
  ['tomorrow', 'Europe/Berlin', '09:00', '2027-03-01T08:00:00Z', '2027-03-02T08:00:00Z'],
  ['over the change to summer time', 'Europe/Berlin', '09:00', '2027-03-27T08:00:00Z', '2027-03-28T07:00:00Z'],
  ['over the change to winter time', 'Europe/Berlin', '09:00', '2027-10-30T07:00:00Z', '2027-10-31T08:00:00Z'],
  ['a half-hour change of clocks', 'Australia/Lord_Howe', '09:00', '2027-04-03T00:00:00Z', '2027-04-03T22:30:00Z'],
])('a digest comes %s', (_what, zone, time, now, comes) => {
  expect(heldUntil(digest(time), zone, at(now))).toEqual({ until: at(comes), by: 'digest' })
})

test('a minute that clocks show twice is taken the first time, and is never in the past', () => {
  expect(nextAt('Europe/Berlin', minute('02:30'), at('2027-10-30T22:00:00Z'))).toEqual(at('2027-10-31T00:30:00Z'))
  for (let hour = 0; hour < 72; hour++) {
    const now = new Date(at('2027-10-30T00:00:00Z').getTime() + hour * 3_600_000)
    const next = nextAt('Europe/Berlin', minute('02:30'), now)
    expect(next > now).toBe(true)
    expect(next.getTime() - now.getTime()).toBeLessThanOrEqual(25 * 3_600_000)
  }
})
