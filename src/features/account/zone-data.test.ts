import { getAllTimezones } from 'countries-and-timezones'
import { describe, expect, it } from 'vitest'
import { isTimeZone } from '#platform/zones.ts'
import { populous, zonePlaces } from './zone-data.ts'
import { cityWords } from './zone-nicknames.ts'

const known = getAllTimezones({ deprecated: true }) as Record<string, { aliasOf: string | null; countries: string[] }>

describe('zonePlaces', () => {
  it('holds every IANA zone and alias once', () => {
    const zones = zonePlaces.map((place) => place.zone)
    expect(new Set(zones).size).toBe(zones.length)
    expect(Object.keys(known).filter((name) => name !== 'Factory' && !zones.includes(name))).toEqual([])
    expect(zones.filter((zone) => !isTimeZone(zone))).toEqual([])
  })

  it('names an alias only for a zone with the same clocks all year', () => {
    const clocks = (zone: string) =>
      ['2026-01-15T12:00:00Z', '2026-07-15T12:00:00Z', '2027-03-20T12:00:00Z', '2027-10-28T12:00:00Z'].map((moment) =>
        new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(
          new Date(moment),
        ),
      )
    for (const place of zonePlaces) {
      for (const alias of place.aliases) expect(clocks(alias), `${alias} of ${place.zone}`).toEqual(clocks(place.zone))
    }
  })

  it('gives no place a country that another source does not know for it', () => {
    const wrong = zonePlaces.filter((place) => {
      const codes = known[place.zone]?.countries ?? []
      const code = place.countryWords[0]
      return codes.length > 0 && place.country !== undefined && !codes.includes(code ?? 'none')
    })
    expect(wrong.map((place) => `${place.zone}: ${place.country}`)).toEqual([])
  })

  it('every hand-kept zone is a main zone', () => {
    const main = new Set(zonePlaces.filter((place) => place.kind === 'main').map((place) => place.zone))
    expect([...populous, ...Object.keys(cityWords)].filter((zone) => !main.has(zone))).toEqual([])
  })
})
