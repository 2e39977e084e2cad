import { getAllTimezones } from 'countries-and-timezones'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTimeZone } from '#platform/zones.ts'
import { searchZones, zoneChoice } from './zone-search.ts'

const summer = new Date('2027-07-01T12:05:00Z')
const winter = new Date('2027-01-15T12:05:00Z')

const found = (query: string, now = summer): string[] => searchZones(query, now).map((choice) => choice.zone)

/** Names from a source that the search does not use. */
const known = getAllTimezones({ deprecated: true })
const ianaNames = Object.values(known)
  .map((zone) => zone.name as string)
  .filter((name) => name !== 'Factory')

describe('searchZones', () => {
  it('finds every zone and every alias by its own name, whatever the case', () => {
    const names = [...new Set([...ianaNames, ...Intl.supportedValuesOf('timeZone'), 'UTC'])]
    expect(names.length).toBeGreaterThan(595)
    for (const name of names) {
      const zones = found(name.toLowerCase())
      expect(zones, name).toContain(name)
      if (name.includes('/')) expect(zones[0]).toBe(name)
    }
  })

  it('offers only names that can be stored, each once', () => {
    for (const query of ['', 'a', 'e', '+2', 'utc', 'gmt', 'america', 'est']) {
      const zones = found(query)
      expect(zones.filter((zone) => !isTimeZone(zone))).toEqual([])
      expect(new Set(zones).size).toBe(zones.length)
    }
  })

  it.each([
    ['munich', 'Europe/Berlin'],
    ['München', 'Europe/Berlin'],
    ['cologne', 'Europe/Berlin'],
    ['koln', 'Europe/Berlin'],
    ['mumbai', 'Asia/Kolkata'],
    ['bombay', 'Asia/Kolkata'],
    ['kolkata', 'Asia/Kolkata'],
    ['calcutta', 'Asia/Kolkata'],
    ['sao paulo', 'America/Sao_Paulo'],
    ['SÃO PAULO', 'America/Sao_Paulo'],
    ['new york', 'America/New_York'],
    ['new-york', 'America/New_York'],
    ['new_york', 'America/New_York'],
    ['boston', 'America/New_York'],
    ['york', 'America/New_York'],
    ['detroit', 'America/Detroit'],
    ['kyiv', 'Europe/Kyiv'],
    ['kiev', 'Europe/Kyiv'],
    ['saigon', 'Asia/Ho_Chi_Minh'],
    ["st john's", 'America/St_Johns'],
    ['st. johns', 'America/St_Johns'],
    ['port au prince', 'America/Port-au-Prince'],
    ['germany', 'Europe/Berlin'],
    ['usa', 'America/New_York'],
    ['uk', 'Europe/London'],
    ['netherlands', 'Europe/Amsterdam'],
    ['india', 'Asia/Kolkata'],
    ['cote d’ivoire', 'Africa/Abidjan'],
    ['turkiye', 'Europe/Istanbul'],
    ['de', 'Europe/Berlin'],
    ['US/Pacific', 'US/Pacific'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['Europe/Kiev', 'Europe/Kiev'],
    ['PST', 'America/Los_Angeles'],
    ['pdt', 'America/Los_Angeles'],
    ['CET', 'Europe/Berlin'],
    ['CEST', 'Europe/Berlin'],
    ['EST', 'America/New_York'],
    ['MST', 'America/Denver'],
    ['BST', 'Europe/London'],
    ['IST', 'Asia/Kolkata'],
    ['pacific time', 'America/Los_Angeles'],
    ['utc', 'UTC'],
    ['gmt', 'UTC'],
    ['zulu', 'UTC'],
    ['coordinated universal', 'UTC'],
    ['berlin germany', 'Europe/Berlin'],
    ['usa new york', 'America/New_York'],
    ['munic', 'Europe/Berlin'],
    ['5:45', 'Asia/Kathmandu'],
    ['+5:30', 'Asia/Kolkata'],
    ['UTC+05:30', 'Asia/Kolkata'],
    ['+0530', 'Asia/Kolkata'],
    ['gmt -3', 'America/Sao_Paulo'],
    ['UTC−3', 'America/Sao_Paulo'],
    ['utc+2', 'Europe/Berlin'],
    ['utc+0', 'UTC'],
    ['+8:45', 'Australia/Eucla'],
    ['+12:45', 'Pacific/Chatham'],
    ['-2:30', 'America/St_Johns'],
  ])('“%s” gives %s first', (query, zone) => {
    expect(found(query)[0]).toBe(zone)
  })

  it('an alias typed in full comes before the zone it stands for', () => {
    expect(found('asia/calcutta').slice(0, 2)).toEqual(['Asia/Calcutta', 'Asia/Kolkata'])
    expect(found('us/pacific').slice(0, 2)).toEqual(['US/Pacific', 'America/Los_Angeles'])
  })

  it('an offset means the offset now, not that of another season', () => {
    expect(found('utc+2', summer)).toContain('Europe/Berlin')
    expect(found('utc+2', winter)).not.toContain('Europe/Berlin')
    expect(found('utc+1', winter)[0]).toBe('Europe/Berlin')
    expect(found('-3:30', winter)).toEqual(['America/St_Johns'])
  })

  it('an offset never finds the other sign: Etc/GMT-3 is three hours ahead of UTC', () => {
    expect(found('gmt-3')).not.toContain('Etc/GMT-3')
    expect(found('gmt-3')).toContain('Etc/GMT+3')
    expect(found('Etc/GMT-3')[0]).toBe('Etc/GMT-3')
    expect(zoneChoice('Etc/GMT-3', summer)).toMatchObject({ offset: 'UTC+03:00', city: 'Always UTC+03:00' })
  })

  it('a whole hour offers its broken neighbours after the exact ones', () => {
    const minutes = searchZones('+5', winter).map((choice) => choice.minutes)
    expect(new Set(minutes)).toEqual(new Set([300, 330, 345]))
    expect(minutes).toEqual([...minutes].sort((a, b) => Number(a !== 300) - Number(b !== 300)))
  })

  it('finds exactly the zones whose clocks show a typed offset', () => {
    const quarter = fc.integer({ min: -12 * 4, max: 14 * 4 }).map((count) => count * 15)
    fc.assert(
      fc.property(quarter, (minutes) => {
        const size = Math.abs(minutes)
        const text = `${minutes < 0 ? '-' : '+'}${Math.floor(size / 60)}:${String(size % 60).padStart(2, '0')}`
        expect(searchZones(text, summer).filter((choice) => choice.minutes !== minutes)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('an empty query lists the main zones from west to east, UTC among them', () => {
    const all = searchZones('  ', summer)
    const minutes = all.map((choice) => choice.minutes)
    expect(minutes).toEqual([...minutes].sort((a, b) => a - b))
    expect(all.map((choice) => choice.zone)).toEqual(expect.arrayContaining(['UTC', 'Europe/Berlin', 'Asia/Kolkata']))
    expect(all.map((choice) => choice.zone)).not.toContain('Asia/Calcutta')
  })

  it('finds nothing for what means nothing, and survives any text', () => {
    expect(found('xyzzy')).toEqual([])
    expect(found('+99')).toEqual([])
    expect(found('.*')).toEqual([])
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (query) => Array.isArray(searchZones(query, summer))),
    )
  })
})

describe('zoneChoice', () => {
  it('shows a zone with its place, offset, time and aliases', () => {
    expect(zoneChoice('Asia/Kolkata', summer)).toEqual({
      zone: 'Asia/Kolkata',
      city: 'Kolkata',
      country: 'India',
      offset: 'UTC+05:30',
      minutes: 330,
      time: '17:35',
      aliases: ['Asia/Calcutta'],
    })
    expect(zoneChoice('Europe/Berlin', summer)).toMatchObject({ offset: 'UTC+02:00', time: '14:05' })
    expect(zoneChoice('Europe/Berlin', winter)).toMatchObject({ offset: 'UTC+01:00', time: '13:05' })
    expect(zoneChoice('UTC', summer)).toMatchObject({ city: 'UTC', offset: 'UTC+00:00', time: '12:05' })
  })

  it('keeps showing a stored alias as that alias', () => {
    expect(zoneChoice('Asia/Calcutta', summer)).toMatchObject({
      zone: 'Asia/Calcutta',
      city: 'Calcutta',
      country: 'India',
      aliases: ['Asia/Kolkata'],
    })
    expect(zoneChoice('us/pacific', summer)).toMatchObject({ zone: 'US/Pacific', country: 'United States' })
  })

  it('shows every IANA name, in the country it lies in', () => {
    for (const name of ianaNames) {
      const choice = zoneChoice(name, summer)
      expect(choice?.zone).toBe(name)
      expect(choice?.city, name).not.toBe('')
    }
    expect(zoneChoice('America/Coral_Harbour', summer)?.country).toBe('Canada')
    expect(zoneChoice('America/Indiana/Knox', summer)?.city).toBe('Knox, Indiana')
    expect(zoneChoice('America/Argentina/Ushuaia', summer)?.city).toBe('Ushuaia')
    expect(zoneChoice('Pacific/Niue', summer)?.city).toBe('Niue')
  })

  it('is undefined for what is no time zone', () => {
    expect(['+02:00', 'PST', 'Europe/Atlantis', ''].map((name) => zoneChoice(name, summer))).toEqual(
      Array(4).fill(undefined),
    )
  })
})
