import { expect, it } from 'vitest'
import { days, hours, later, minutes, seconds } from '#platform/clock.ts'
import { relativeTime } from './relative-time.ts'

const now = new Date('2026-03-14T12:00:00Z')

it.each([
  [seconds(0), 'just now'],
  [seconds(-59), 'just now'],
  [seconds(30), 'in less than a minute'],
  [minutes(-3), '3 minutes ago'],
  [minutes(-59.9), '59 minutes ago'],
  [hours(-1), '1 hour ago'],
  [hours(23.9), 'in 23 hours'],
  [days(1), 'tomorrow'],
  [days(6), 'in 6 days'],
  [days(-29.9), '29 days ago'],
  [days(-64), '2 months ago'],
  [days(-800), '2 years ago'],
])('a moment %d ms from now reads “%s”', (away, text) => expect(relativeTime(later(now, away), now)).toBe(text))
