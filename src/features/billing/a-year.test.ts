import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { root } from '#platform/root.ts'
import { testApp } from '#tests/harness.ts'
import { balanceOf, billing, ledgerOf, liveTo } from './billing.fixture.ts'
import { moneyText } from './money.ts'
import { tick } from './tick.ts'

vi.setConfig({ testTimeout: minutes(2) })
const app = await testApp()
app.clock.set('2027-01-31T10:00:00.000Z')

const plans = [
  ['starter', 'month', 900],
  ['pro', 'month', 2_900],
  ['business', 'month', 5_900],
  ['starter', 'year', 9_000],
  ['pro', 'year', 29_000],
  ['business', 'year', 59_000],
] as const

/** The ledger as an accountant reads it, kept under test-output. */
async function print(name: string, teamId: string): Promise<string[]> {
  const lines = (await ledgerOf(app, teamId)).map(({ at, number, account, amount }) =>
    [at.toISOString().slice(0, 16), number, account.padEnd(10), moneyText(amount, 'USD').padStart(10)].join('  '),
  )
  mkdirSync(join(root, 'test-output'), { recursive: true })
  writeFileSync(join(root, 'test-output', `ledger-${name}.txt`), `${lines.join('\n')}\n`)
  return lines
}

test('a year of every plan, lived day by day: each period paid once, the ledger balanced, no month drifting from the 31st', async () => {
  const people = []
  for (const [plan, interval] of plans) {
    const person = await app.person('Yara Year')
    const b = billing(app, person)
    await b.card('success')
    expect((await b.choose(plan, interval)).body.state).toBe('done')
    people.push({ person, b })
  }
  await liveTo(app, '2028-01-31T09:59:59.999Z', 24)
  for (const [at, [plan, interval, price]] of plans.entries()) {
    const { person, b } = people[at] ?? expect.fail()
    const invoices = await b.invoices()
    const months = interval === 'month' ? 12 : 1
    expect(invoices.map(({ status, total }: { status: string; total: object }) => ({ status, total }))).toEqual(
      Array.from({ length: months }, () => ({ status: 'paid', total: { amount: price, currency: 'USD' } })),
    )
    expect(await balanceOf(app, person.teamId)).toEqual({
      cash: price * months,
      revenue: -price * months,
      receivable: 0,
    })
    const lines = await print(`${plan}-${interval}`, person.teamId)
    expect(lines).toHaveLength(months * 4)
    expect((await b.view()).period.endsAt).toBe('2028-01-31T10:00:00.000Z')
    if (interval === 'month') {
      const days = invoices.map(({ issuedAt }: { issuedAt: string }) => issuedAt.slice(5, 10)).reverse()
      const everyMonth = ['01-31', '02-28', '03-31', '04-30', '05-31', '06-30']
      expect(days).toEqual([...everyMonth, '07-31', '08-31', '09-30', '10-31', '11-30', '12-31'])
    }
    const letters = await app.mail(person.email)
    const receipts = letters.filter(({ subject }) => subject.startsWith('Receipt'))
    expect(receipts).toHaveLength(months)
    const due = letters.filter(({ subject }) => /will be charged on/.test(subject))
    expect(due).toHaveLength(interval === 'year' ? 1 : 0)
  }
})

test('numbers of invoices are gapless within each year over all teams', async () => {
  const rows = await app.sql<{ number: string }>(
    "SELECT number FROM invoices WHERE number LIKE '2027-%' ORDER BY number",
  )
  expect(rows.map(({ number }) => Number(number.slice(5)))).toEqual(rows.map((_row, at) => at + 1))
})

test('after a standstill of three months everything is made up for, in order, and once although two nodes do it', async () => {
  app.clock.set('2028-03-31T12:00:00.000Z')
  const person = await app.person('Stan Still')
  const b = billing(app, person)
  await b.card('success')
  await b.choose('starter')
  await b.choose('pro')
  await b.choose('starter')
  app.clock.set('2028-06-30T12:00:00.000Z')
  const other = await app.node()
  await Promise.all([
    tick(app.platform, app.clock.now()),
    tick(other.platform, app.clock.now()),
    tick(app.platform, app.clock.now()),
  ])
  const totals = (await b.invoices()).map(({ total }: { total: { amount: number } }) => total.amount)
  expect(totals).toEqual([900, 900, 900, 2_000, 900])
  expect(await balanceOf(app, person.teamId)).toMatchObject({ cash: 5_600, receivable: 0 })
  const twice = await app.sql('SELECT invoice_id FROM payments GROUP BY invoice_id HAVING count(*) > 1')
  expect(twice).toEqual([])
})
