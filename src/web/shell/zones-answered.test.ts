import { expect, it } from 'vitest'
import { sameZone } from './zones-answered.ts'

it.each([
  ['Europe/Berlin', 'Europe/Berlin', true],
  ['Asia/Calcutta', 'Asia/Kolkata', true],
  ['Europe/Berlin', 'Europe/Paris', false],
  ['Mars/Olympus', 'Mars/Olympus', true],
  ['Mars/Olympus', 'Europe/Paris', false],
])('%s and %s: %s', (one, other, same) => expect(sameZone(one, other)).toBe(same))
