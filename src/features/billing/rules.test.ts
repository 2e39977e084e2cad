import fc from 'fast-check'
import { expect, test } from 'vitest'
import { catalogues, type Plan } from '#access/plan-catalogue.ts'
import { moneyText } from './money.ts'
import { quoteOf, type Running } from './quote.ts'
import { type Interval, nextEnd, nextTry, unused } from './rules.ts'

const instants = fc.date({ min: new Date('2024-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
const prices = fc.integer({ min: 0, max: 100_000_000 })
const intervals = fc.constantFrom<Interval>('month', 'year')
const [template] = catalogues.standard?.plans ?? []
const plan = (id: string): Plan => ({ ...(template as Plan), id, name: id })

/** A subscription somewhere in its life, and an instant within its present period. */
const lives = fc
  .record({
    anchorAt: instants,
    interval: intervals,
    price: prices,
    periods: fc.nat(30),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ anchorAt, interval, price, periods, share }) => {
    let [start, end] = [anchorAt, nextEnd(anchorAt, interval, anchorAt)]
    for (let n = 0; n < periods; n += 1) [start, end] = [end, nextEnd(anchorAt, interval, end)]
    const now = new Date(
      Math.min(end.getTime() - 1, start.getTime() + Math.floor((end.getTime() - start.getTime()) * share)),
    )
    const running: Running = { plan: plan('old'), interval, price, anchorAt, periodStart: start, periodEnd: end }
    return { running, now }
  })

test('what is unused is whole, between nothing and the price, less as time goes on, more for a higher price', () => {
  fc.assert(
    fc.property(lives, prices, fc.nat(3_000_000_000), ({ running, now }, higher, later) => {
      const period = { start: running.periodStart, end: running.periodEnd }
      const left = unused(running.price, period, now)
      expect(Number.isInteger(left) && left >= 0 && left <= running.price).toBe(true)
      expect(unused(running.price, period, new Date(now.getTime() + later))).toBeLessThanOrEqual(left)
      expect(unused(running.price + higher, period, now)).toBeGreaterThanOrEqual(left)
      expect(unused(running.price, period, period.start)).toBe(running.price)
      expect(unused(running.price, period, period.end)).toBe(0)
    }),
    { numRuns: 500 },
  )
})

test('any number of upgrades within a period never costs less than staying and never more than each plan in full', () => {
  fc.assert(
    fc.property(lives, fc.array(fc.tuple(prices, fc.nat(1_000_000)), { maxLength: 6 }), ({ running, now }, steps) => {
      let [present, paid, at] = [running, running.price, now.getTime()]
      for (const [more, wait] of steps) {
        at = Math.min(at + wait, running.periodEnd.getTime() - 1)
        const price = present.price + more + 1
        const quote = quoteOf(present, { plan: plan('new'), interval: present.interval, price }, new Date(at))
        expect(quote.kind).toBe('now')
        expect(quote.total).toBeGreaterThanOrEqual(0)
        expect(quote.lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(quote.total)
        paid += quote.total
        present = { ...present, price }
      }
      expect(paid).toBeGreaterThanOrEqual(running.price)
      expect(paid).toBeLessThanOrEqual(present.price)
    }),
    { numRuns: 300 },
  )
})

test('whatever is wanted whenever: the lines add up, nothing is negative, and the next payment is the price at the end of a period', () => {
  fc.assert(
    fc.property(lives, prices, fc.option(prices), intervals, ({ running, now }, price, monthly, interval) => {
      const wanted = { plan: { ...plan('new'), monthlyPrice: monthly }, interval, price }
      for (const quote of [quoteOf(running, wanted, now), quoteOf(null, wanted, now)]) {
        expect(quote.total).toBeGreaterThanOrEqual(0)
        expect(quote.lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(quote.total)
        expect(quote.next.amount).toBe(price)
        expect(quote.next.at > now).toBe(true)
        expect(quote.periodEnd > quote.periodStart).toBe(true)
        expect(quote.effectiveAt >= now).toBe(true)
        if (quote.kind === 'renewal') expect(quote.total).toBe(0)
      }
    }),
    { numRuns: 500 },
  )
})

test('periods join without a gap and keep the day of the month wherever the month has it', () => {
  fc.assert(
    fc.property(instants, intervals, (anchor, interval) => {
      let end = nextEnd(anchor, interval, anchor)
      for (let n = 0; n < 50; n += 1) {
        const next = nextEnd(anchor, interval, end)
        expect(next > end).toBe(true)
        const tomorrow = new Date(end.getTime() + 86_400_000)
        expect(end.getUTCDate() === anchor.getUTCDate() || tomorrow.getUTCDate() === 1).toBe(true)
        expect(nextEnd(anchor, interval, new Date(end.getTime() - 1))).toEqual(end)
        end = next
      }
    }),
    { numRuns: 60 },
  )
})

test('a payment is tried again on days 1, 3, 5, 7 and 10, and then no more', () => {
  const first = new Date('2027-03-01T00:00:00Z')
  const days = [1, 2, 3, 4, 5].map((failures) => nextTry(first, failures)?.getUTCDate())
  expect(days).toEqual([2, 4, 6, 8, 11])
  expect(nextTry(first, 6)).toBe(null)
})

test.each([
  [2_900, 'USD', '$29.00'],
  [5, 'USD', '$0.05'],
  [-450, 'EUR', '-€4.50'],
  [1_000, 'JPY', '¥1,000'],
  [1_234_567_890, 'USD', '$12,345,678.90'],
])('%i %s reads %s', (amount, currency, text) => expect(moneyText(amount, currency)).toBe(text))
