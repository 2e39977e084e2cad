import { expect, test } from 'vitest'
import { isCron, nextTimes } from './cron.ts'

const next = (cron: string, zone: string, from: string, count = 3) =>
  nextTimes(cron, zone, new Date(from), count).map((time) => time.toISOString().slice(0, 16))

test.each([
  ['0 * * * *', true],
  ['0 9 * * 1-5', true],
  ['*/15 8-18 1,15 jan-jun mon', true],
  ['0 0 29 2 *', true],
  ['0 0 31 2 *', false],
  ['0 0 30 2 *', false],
  ['60 * * * *', false],
  ['* * * *', false],
  ['* * * * * *', false],
  ['@daily', false],
  ['', false],
  ['0  9 * * *', false],
  ['0 9 * * *\n', false],
  ['2027-01-01T00:00:00', false],
  ['a b c d e', false],
])('%s is a pattern: %s', (text, known) => expect(isCron(text)).toBe(known))

test('a day in month or a weekday: either will do, as cron always had it', () => {
  expect(next('0 0 13 * 5', 'UTC', '2027-08-01T00:00Z', 3)).toEqual([
    '2027-08-06T00:00',
    '2027-08-13T00:00',
    '2027-08-20T00:00',
  ])
})

test('times follow the clocks of the zone, in whole and half hours', () => {
  expect(next('0 9 * * 1-5', 'Europe/Berlin', '2027-03-05T08:00Z')).toEqual([
    '2027-03-08T08:00',
    '2027-03-09T08:00',
    '2027-03-10T08:00',
  ])
  expect(next('0 9 * * *', 'Asia/Kolkata', '2027-03-05T00:00Z', 1)).toEqual(['2027-03-05T03:30'])
  expect(next('0 0 1 * *', 'America/St_Johns', '2027-03-05T00:00Z', 1)).toEqual(['2027-04-01T02:30'])
})

test('the instant itself is past: the next one comes after it', () => {
  expect(next('0 9 * * *', 'UTC', '2027-03-05T09:00Z', 1)).toEqual(['2027-03-06T09:00'])
  expect(next('0 9 * * *', 'UTC', '2027-03-05T08:59:59.999Z', 1)).toEqual(['2027-03-05T09:00'])
})

test('Berlin: a skipped time is due at the next instant, once with others that are due then', () => {
  // 28 March 2027: 02:00 becomes 03:00 at 01:00 UTC.
  expect(next('30 2 * * *', 'Europe/Berlin', '2027-03-27T00:00Z')).toEqual([
    '2027-03-27T01:30',
    '2027-03-28T01:00',
    '2027-03-29T00:30',
  ])
  expect(next('*/15 * * * *', 'Europe/Berlin', '2027-03-28T00:40Z', 4)).toEqual([
    '2027-03-28T00:45',
    '2027-03-28T01:00',
    '2027-03-28T01:15',
    '2027-03-28T01:30',
  ])
  expect(next('0 * * * *', 'Europe/Berlin', '2027-03-27T23:30Z', 4)).toEqual([
    '2027-03-28T00:00',
    '2027-03-28T01:00',
    '2027-03-28T02:00',
    '2027-03-28T03:00',
  ])
  expect(next('0 2,3 * * *', 'Europe/Berlin', '2027-03-28T00:00Z', 2)).toEqual(['2027-03-28T01:00', '2027-03-29T00:00'])
})

test('Berlin: an hour that happens twice is due once', () => {
  // 31 October 2027: 03:00 becomes 02:00 at 01:00 UTC.
  expect(next('30 2 * * *', 'Europe/Berlin', '2027-10-30T12:00Z')).toEqual([
    '2027-10-31T00:30',
    '2027-11-01T01:30',
    '2027-11-02T01:30',
  ])
  expect(next('0 * * * *', 'Europe/Berlin', '2027-10-30T22:30Z', 4)).toEqual([
    '2027-10-30T23:00',
    '2027-10-31T00:00',
    '2027-10-31T02:00',
    '2027-10-31T03:00',
  ])
  // Asked in the middle of the second pass, nothing of it comes again.
  expect(next('*/30 * * * *', 'Europe/Berlin', '2027-10-31T01:10Z', 2)).toEqual([
    '2027-10-31T02:00',
    '2027-10-31T02:30',
  ])
})

test('New York and Lord Howe, whose clocks move by half an hour', () => {
  expect(next('30 2 * * *', 'America/New_York', '2027-03-13T12:00Z', 2)).toEqual([
    '2027-03-14T07:00',
    '2027-03-15T06:30',
  ])
  expect(next('30 1 * * *', 'America/New_York', '2027-11-06T12:00Z', 2)).toEqual([
    '2027-11-07T05:30',
    '2027-11-08T06:30',
  ])
  // 4 April 2027: 02:00 becomes 01:30; 3 October: 02:00 becomes 02:30.
  expect(next('45 1 * * *', 'Australia/Lord_Howe', '2027-04-03T00:00Z', 2)).toEqual([
    '2027-04-03T14:45',
    '2027-04-04T15:15',
  ])
  expect(next('15 2 * * *', 'Australia/Lord_Howe', '2027-10-02T00:00Z', 2)).toEqual([
    '2027-10-02T15:30',
    '2027-10-03T15:15',
  ])
})

test('midnight that does not exist is due at one, and the year walks on', () => {
  // Beirut skips 00:00 on 28 March 2027.
  expect(next('0 0 * * *', 'Asia/Beirut', '2027-03-27T12:00Z', 2)).toEqual(['2027-03-27T22:00', '2027-03-28T21:00'])
  expect(next('0 12 29 2 *', 'UTC', '2027-03-01T00:00Z', 2)).toEqual(['2028-02-29T12:00', '2032-02-29T12:00'])
})

test.each([
  ['Europe/Berlin', '2027-10-10', 90],
  ['America/New_York', '2027-10-20', 90],
  ['Australia/Lord_Howe', '2027-03-20', 60],
  ['Antarctica/Troll', '2027-10-10', 150],
])('%s: every half hour of a month with a clock set back comes in order, with one pause', (zone, from, pause) => {
  const times = nextTimes('*/30 * * * *', zone, new Date(from), 2 * 24 * 30)
  const pauses = times.flatMap((time, at) => (at === 0 ? [] : [(+time - +(times[at - 1] as Date)) / 60_000]))
  expect(pauses.filter((minutes) => minutes !== 30)).toEqual([pause])
})
