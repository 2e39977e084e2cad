import { readFileSync } from 'node:fs'
import { getAllTimezones } from 'countries-and-timezones'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allTimeZones, isTimeZone, timeZoneSpelling } from './zone-names.ts'

/** All names of the IANA database, aliases included, from a source that the code under test does not use. */
const ianaNames = Object.keys(getAllTimezones({ deprecated: true })).filter((name) => name !== 'Factory')

describe('timeZoneSpelling', () => {
  it('keeps every IANA name and alias exactly', () => {
    expect(ianaNames.length).toBeGreaterThan(590)
    expect(ianaNames.filter((name) => timeZoneSpelling(name) !== name)).toEqual([])
  })

  it('restores the spelling of every name from any case', () => {
    const anyCase = fc.constantFrom(...ianaNames).chain((name) =>
      fc.tuple(
        fc.constant(name),
        fc
          .array(fc.boolean(), { minLength: name.length, maxLength: name.length })
          .map((upper) =>
            [...name].map((letter, at) => (upper[at] ? letter.toUpperCase() : letter.toLowerCase())).join(''),
          ),
      ),
    )
    fc.assert(
      fc.property(anyCase, ([name, written]) => timeZoneSpelling(written) === name),
      { numRuns: 500 },
    )
    for (const name of ianaNames) expect(timeZoneSpelling(name.toLowerCase())).toBe(name)
    for (const name of ianaNames) expect(timeZoneSpelling(name.toUpperCase())).toBe(name)
  })

  it('keeps an alias instead of replacing it by the name it stands for', () => {
    expect(timeZoneSpelling('asia/calcutta')).toBe('Asia/Calcutta')
    expect(timeZoneSpelling('ASIA/KOLKATA')).toBe('Asia/Kolkata')
    expect(timeZoneSpelling('us/pacific')).toBe('US/Pacific')
    expect(timeZoneSpelling('europe/kyiv')).toBe('Europe/Kyiv')
    expect(timeZoneSpelling('utc')).toBe('UTC')
  })

  const refused = [
    '+02:00',
    '-0530',
    '+05',
    'UTC+2',
    'GMT+3',
    'GMT-3',
    'UTC+02:00',
    'PST',
    'IST',
    'BST',
    'CEST',
    'Z',
    'local',
    '',
    ' ',
    ' UTC',
    'UTC ',
    'Europe',
    'Europe/',
    '/Berlin',
    'Europe/Berlin/',
    'Europe//Berlin',
    'Europe/Atlantis',
    'Europe Berlin',
    'Europe/Berlin\n',
    'Europe/Berlin\0',
    'Etc/Unknown',
    'Factory',
    'SystemV/PST8PDT',
    'Etc/GMT+13',
    'Asia/\u212Aolkata',
    'Europe/\u0130stanbul',
    '../Europe/Berlin',
    'posix/Europe/Berlin',
    'a'.repeat(100_000),
  ]
  it.each(refused)('refuses “%.30s”', (name) => {
    expect(isTimeZone(name)).toBe(false)
  })
})

describe('allTimeZones', () => {
  it('holds what Intl lists and UTC, and nothing that is not a time zone', () => {
    const all = allTimeZones()
    expect(all).toEqual(expect.arrayContaining([...Intl.supportedValuesOf('timeZone'), 'UTC']))
    expect(all.filter((name) => timeZoneSpelling(name) !== name)).toEqual([])
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('the zone modules', () => {
  it.each(['zone-names.ts', 'zones.ts'])('%s imports nothing of Node, as the page loads it too', (file) => {
    const source = readFileSync(new URL(file, import.meta.url), 'utf8')
    expect(source.match(/from '[^']+'/g) ?? []).toEqual(file === 'zones.ts' ? ["from './zone-names.ts'"] : [])
  })
})
