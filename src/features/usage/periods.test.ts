import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Subscriber } from '#access/entitlements.ts'
import { monthsAfter, periodAt } from './periods.ts'

const at = (text: string) => new Date(text)
const team = (more: Partial<Subscriber> = {}): Subscriber => ({
  createdAt: at('2027-01-31T10:30:00.123Z'),
  trialEndsAt: null,
  planPeriods: [],
  ...more,
})
const told = (subscriber: Subscriber, now: string) => {
  const { startsAt, endsAt } = periodAt(subscriber, at(now))
  return [startsAt.toISOString(), endsAt.toISOString()]
}

test('months are counted from the anchor: the last day where a month is too short, and never drifting', () => {
  const ends = Array.from({ length: 14 }, (_, n) =>
    monthsAfter(at('2027-12-31T23:59:59.999Z'), n).toISOString().slice(0, 10),
  )
  expect(ends).toEqual([
    ...['2027-12-31', '2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30', '2028-05-31', '2028-06-30', '2028-07-31'],
    ...['2028-08-31', '2028-09-30', '2028-10-31', '2028-11-30', '2028-12-31', '2029-01-31'],
  ])
  expect(monthsAfter(at('2027-01-31T00:00:00Z'), 1).toISOString()).toBe('2027-02-28T00:00:00.000Z')
  expect(monthsAfter(at('2028-02-29T12:00:00Z'), 12).toISOString()).toBe('2029-02-28T12:00:00.000Z')
  expect(monthsAfter(at('2028-02-29T12:00:00Z'), 48).toISOString()).toBe('2032-02-29T12:00:00.000Z')
})

test('a period begins at its very first instant and has ended at the first of the next', () => {
  expect(told(team(), '2027-02-28T10:30:00.122Z')).toEqual(['2027-01-31T10:30:00.123Z', '2027-02-28T10:30:00.123Z'])
  expect(told(team(), '2027-02-28T10:30:00.123Z')).toEqual(['2027-02-28T10:30:00.123Z', '2027-03-31T10:30:00.123Z'])
})

test('a trial’s end begins a period of its own; so does a chosen plan at its anchor, and the end of a plan', () => {
  const trial = team({ trialEndsAt: at('2027-02-14T10:30:00.123Z') })
  expect(told(trial, '2027-02-01T00:00:00Z')).toEqual(['2027-01-31T10:30:00.123Z', '2027-02-14T10:30:00.123Z'])
  expect(told(trial, '2027-02-14T10:30:00.123Z')).toEqual(['2027-02-14T10:30:00.123Z', '2027-03-14T10:30:00.123Z'])
  const [from, until] = [at('2027-02-10T00:00:00Z'), at('2027-03-25T00:00:00Z')]
  const chosen = { ...trial, planPeriods: [{ planId: 'pro', startsAt: from, endsAt: until, anchorAt: from }] }
  expect(told(chosen, '2027-02-09T23:59:59.999Z')).toEqual(['2027-01-31T10:30:00.123Z', '2027-02-10T00:00:00.000Z'])
  expect(told(chosen, '2027-02-20T00:00:00Z')).toEqual(['2027-02-10T00:00:00.000Z', '2027-03-10T00:00:00.000Z'])
  expect(told(chosen, '2027-03-20T00:00:00Z')).toEqual(['2027-03-10T00:00:00.000Z', '2027-03-25T00:00:00.000Z'])
  expect(told(chosen, '2027-04-20T00:00:00Z')).toEqual(['2027-03-25T00:00:00.000Z', '2027-04-25T00:00:00.000Z'])
})

test('a change of plan that keeps its anchor goes on in the same period', () => {
  const anchorAt = at('2027-02-05T00:00:00Z')
  const change = at('2027-02-20T00:00:00Z')
  const planPeriods = [
    { planId: 'starter', startsAt: anchorAt, endsAt: change, anchorAt },
    { planId: 'pro', startsAt: change, endsAt: null, anchorAt },
  ]
  for (const now of ['2027-02-19T00:00:00Z', '2027-02-20T00:00:00Z']) {
    expect(told(team({ planPeriods }), now)).toEqual(['2027-02-05T00:00:00.000Z', '2027-03-05T00:00:00.000Z'])
  }
})

const instants = fc.date({ min: at('2000-01-01T00:00:00Z'), max: at('2100-01-01T00:00:00Z'), noInvalidDate: true })

test('for any team and any instant: it lies in its period, the periods join without gap, and each is at most 31 days', () => {
  const plans = fc.array(
    fc.record({
      planId: fc.constant('pro'),
      startsAt: instants,
      length: fc.integer({ min: 1, max: 4e10 }),
      ago: fc.nat(1e10),
    }),
    { maxLength: 3 },
  )
  fc.assert(
    fc.property(instants, fc.option(instants), plans, instants, (createdAt, trialEndsAt, made, now) => {
      const planPeriods = made.map(({ planId, startsAt, length, ago }) => ({
        planId,
        startsAt,
        endsAt: new Date(startsAt.getTime() + length),
        anchorAt: new Date(startsAt.getTime() - ago),
      }))
      const subscriber = { createdAt, trialEndsAt, planPeriods }
      const { startsAt, endsAt } = periodAt(subscriber, now)
      expect(startsAt <= now && now < endsAt).toBe(true)
      expect(endsAt.getTime() - startsAt.getTime()).toBeLessThanOrEqual(31 * 86_400_000)
      const last = periodAt(subscriber, new Date(endsAt.getTime() - 1))
      expect(last.endsAt).toEqual(endsAt)
      expect(periodAt(subscriber, endsAt).endsAt > endsAt).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

test('for any anchor: 1,200 months in a row keep its day wherever the month has it', () => {
  fc.assert(
    fc.property(instants, (anchor) => {
      for (let n = 0; n < 1_200; n++) {
        const one = monthsAfter(anchor, n)
        expect(one < monthsAfter(anchor, n + 1)).toBe(true)
        const tomorrow = new Date(one.getTime() + 86_400_000)
        expect(one.getUTCDate() === anchor.getUTCDate() || tomorrow.getUTCDate() === 1).toBe(true)
        expect(one.getTime() % 86_400_000).toBe(anchor.getTime() % 86_400_000)
      }
    }),
    { numRuns: 20 },
  )
})
