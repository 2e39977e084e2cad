import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allTimeZones, formatInZone, formatOffset, timeInZone, type ZoneStyle, zoneOffsetMinutes } from './zones.ts'

const at = (iso: string): Date => new Date(iso)

describe('zoneOffsetMinutes', () => {
  it.each([
    ['UTC', 0],
    ['Europe/London', 0],
    ['Europe/Berlin', 60],
    ['America/Los_Angeles', -480],
    ['Asia/Kolkata', 330],
    ['Asia/Calcutta', 330],
    ['America/St_Johns', -210],
    ['Asia/Kathmandu', 345],
    ['Australia/Eucla', 525],
    ['Pacific/Chatham', 825],
    ['Pacific/Marquesas', -570],
    ['Pacific/Kiritimati', 840],
    ['Etc/GMT+12', -720],
    ['Australia/Lord_Howe', 660],
    ['Asia/Kabul', 270],
  ])('%s is %i minutes ahead in January 2027', (zone, minutes) => {
    expect(zoneOffsetMinutes(zone, at('2027-01-15T12:00:00Z'))).toBe(minutes)
  })

  it.each([
    ['Europe/Berlin', '2027-03-28T00:59:59Z', 60, 120],
    ['Europe/Berlin', '2027-10-31T00:59:59Z', 120, 60],
    ['America/New_York', '2027-03-14T06:59:59Z', -300, -240],
    ['America/New_York', '2027-11-07T05:59:59Z', -240, -300],
    ['Australia/Lord_Howe', '2027-04-03T14:59:59Z', 660, 630],
    ['Pacific/Chatham', '2027-04-03T13:59:59Z', 825, 765],
    ['Africa/Casablanca', '2024-03-10T01:59:59Z', 60, 0],
  ])('%s changes one second after %s', (zone, lastSecond, before, after) => {
    expect(zoneOffsetMinutes(zone, at(lastSecond))).toBe(before)
    expect(zoneOffsetMinutes(zone, new Date(at(lastSecond).getTime() + 1000))).toBe(after)
  })

  it('throws for what is not a zone', () => {
    expect(() => zoneOffsetMinutes('Europe/Atlantis', at('2027-01-15T12:00:00Z'))).toThrow(RangeError)
  })

  it('answers the same when more zones are asked for than formatters are kept', () => {
    const now = at('2027-07-01T12:00:00Z')
    const zones = allTimeZones()
    const first = zones.map((zone) => zoneOffsetMinutes(zone, now))
    expect(zones.map((zone) => zoneOffsetMinutes(zone, now))).toEqual(first)
    expect(Math.min(...first)).toBe(-660)
    expect(Math.max(...first)).toBe(840)
  })
})

describe('formatOffset', () => {
  it.each([
    [0, 'UTC+00:00'],
    [120, 'UTC+02:00'],
    [-210, 'UTC-03:30'],
    [345, 'UTC+05:45'],
    [840, 'UTC+14:00'],
    [-5, 'UTC-00:05'],
  ])('%i is %s', (minutes, text) => {
    expect(formatOffset(minutes)).toBe(text)
  })
})

describe('formatInZone', () => {
  const styles: [ZoneStyle, string][] = [
    ['date', '14 Mar 2027'],
    ['dateTime', '14 Mar 2027, 09:00'],
    ['dateTimeZone', '14 Mar 2027, 09:00 (Europe/Berlin)'],
    ['iso', '2027-03-14T09:00:00+01:00'],
  ]
  it.each(styles)('writes the style %s', (style, text) => {
    expect(formatInZone(at('2027-03-14T08:00:00Z'), 'Europe/Berlin', style)).toBe(text)
  })

  it('shows the zone under the name it was given, alias or not', () => {
    const noon = at('2027-03-14T12:00:00Z')
    expect(formatInZone(noon, 'Asia/Calcutta', 'dateTimeZone')).toBe('14 Mar 2027, 17:30 (Asia/Calcutta)')
    expect(formatInZone(noon, 'Asia/Kolkata', 'dateTimeZone')).toBe('14 Mar 2027, 17:30 (Asia/Kolkata)')
  })

  it('takes the day from the zone, not from UTC', () => {
    const moment = at('2026-12-31T23:30:00Z')
    expect(formatInZone(moment, 'Asia/Kathmandu', 'dateTime')).toBe('1 Jan 2027, 05:15')
    expect(formatInZone(moment, 'Pacific/Kiritimati', 'date')).toBe('1 Jan 2027')
    expect(formatInZone(at('2027-01-01T00:30:00Z'), 'America/St_Johns', 'dateTime')).toBe('31 Dec 2026, 21:00')
  })

  it('writes midnight as 00:00 and never as 24:00', () => {
    expect(formatInZone(at('2027-03-13T23:00:00Z'), 'Europe/Berlin', 'dateTime')).toBe('14 Mar 2027, 00:00')
  })

  it('jumps over the hour that does not exist', () => {
    expect(formatInZone(at('2027-03-28T00:59:00Z'), 'Europe/Berlin', 'dateTimeZone')).toBe(
      '28 Mar 2027, 01:59 (Europe/Berlin)',
    )
    expect(formatInZone(at('2027-03-28T01:00:00Z'), 'Europe/Berlin', 'dateTimeZone')).toBe(
      '28 Mar 2027, 03:00 (Europe/Berlin)',
    )
    expect(formatInZone(at('2027-03-28T01:00:00Z'), 'Europe/Berlin', 'iso')).toBe('2027-03-28T03:00:00+02:00')
  })

  it('tells the two passes of a repeated hour apart, and only there', () => {
    const berlin = (iso: string) => formatInZone(at(iso), 'Europe/Berlin', 'dateTimeZone')
    expect(berlin('2027-10-30T23:59:00Z')).toBe('31 Oct 2027, 01:59 (Europe/Berlin)')
    expect(berlin('2027-10-31T00:00:00Z')).toBe('31 Oct 2027, 02:00 (Europe/Berlin, UTC+02:00)')
    expect(berlin('2027-10-31T00:30:00Z')).toBe('31 Oct 2027, 02:30 (Europe/Berlin, UTC+02:00)')
    expect(berlin('2027-10-31T01:30:00Z')).toBe('31 Oct 2027, 02:30 (Europe/Berlin, UTC+01:00)')
    expect(berlin('2027-10-31T01:59:59Z')).toBe('31 Oct 2027, 02:59 (Europe/Berlin, UTC+01:00)')
    expect(berlin('2027-10-31T02:00:00Z')).toBe('31 Oct 2027, 03:00 (Europe/Berlin)')
  })

  it('does so where clocks move by half an hour, and in a zone at 45 minutes', () => {
    const lordHowe = (iso: string) => formatInZone(at(iso), 'Australia/Lord_Howe', 'dateTimeZone')
    expect(lordHowe('2027-04-03T14:29:00Z')).toBe('4 Apr 2027, 01:29 (Australia/Lord_Howe)')
    expect(lordHowe('2027-04-03T14:45:00Z')).toBe('4 Apr 2027, 01:45 (Australia/Lord_Howe, UTC+11:00)')
    expect(lordHowe('2027-04-03T15:15:00Z')).toBe('4 Apr 2027, 01:45 (Australia/Lord_Howe, UTC+10:30)')
    expect(lordHowe('2027-04-03T15:30:00Z')).toBe('4 Apr 2027, 02:00 (Australia/Lord_Howe)')
    const chatham = (iso: string) => formatInZone(at(iso), 'Pacific/Chatham', 'dateTime')
    expect(chatham('2027-09-25T13:59:00Z')).toBe('26 Sep 2027, 02:44')
    expect(chatham('2027-09-25T14:00:00Z')).toBe('26 Sep 2027, 03:45')
  })

  it('writes ISO 8601 that means the same second in every zone', () => {
    const moment = fc.date({ min: at('1970-01-02T00:00:00Z'), max: at('2099-12-30T00:00:00Z'), noInvalidDate: true })
    fc.assert(
      fc.property(moment, fc.constantFrom(...allTimeZones()), (date, zone) => {
        const written = formatInZone(date, zone, 'iso')
        expect(written).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/)
        expect(at(written).getTime()).toBe(Math.floor(date.getTime() / 1000) * 1000)
      }),
    )
  })

  it('agrees with Intl on day and time', () => {
    const moment = fc.date({ min: at('1975-01-02T00:00:00Z'), max: at('2099-12-30T00:00:00Z'), noInvalidDate: true })
    fc.assert(
      fc.property(moment, fc.constantFrom(...allTimeZones()), (date, zone) => {
        const options = { timeZone: zone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'short' } as const
        const [day = '', time] = new Intl.DateTimeFormat('sv-SE', options).format(date).split(' ')
        expect(formatInZone(date, zone, 'iso').slice(0, 16)).toBe(`${day}T${time}`)
        expect(timeInZone(date, zone)).toBe(time)
      }),
    )
  })

  it('throws for an invalid date instead of writing one', () => {
    for (const [style] of styles) expect(() => formatInZone(at('no'), 'Europe/Berlin', style)).toThrow(RangeError)
  })
})
