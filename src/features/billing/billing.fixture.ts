import { confirm } from '#features/api-keys/key.fixture.ts'
import type { Person, TestApp } from '#tests/harness.ts'
import type { Interval } from './rules.ts'
import { tick } from './tick.ts'

/** What a test's installation is asked about a person's own team. */
export const billing = (app: TestApp, person: Person, teamId = person.teamId) => {
  const { browser } = person
  const at = `/teams/${teamId}/billing`
  // A session does not last as long as some of these stories.
  const get = async (path: string) => {
    const answer = await browser.get(path)
    if (answer.status !== 401) return answer
    await confirm(person)
    return browser.get(path)
  }
  const view = async () => (await get(at)).body
  return {
    view,
    at,
    card: async (name: string) => {
      await confirm(person)
      return browser.put(`${at}/payment-method`, { card: name })
    },
    preview: async (planId: string, interval: Interval = 'month') => {
      await confirm(person)
      return (await browser.post(`${at}/preview`, { planId, interval })).body
    },
    /** Chooses a plan as the page does: with the version and the instant of the preview. */
    choose: async (
      planId: string,
      interval: Interval = 'month',
      change: { version?: number; quotedAt?: string } = {},
    ) => {
      if (change.version === undefined) await confirm(person)
      const version = change.version ?? (await view()).version
      const quotedAt = change.quotedAt ?? app.clock.now().toISOString()
      return browser.put(`${at}/plan`, { planId, interval, quotedAt }, { ifMatch: version })
    },
    post: async (what: string, body?: unknown) => {
      await confirm(person)
      return browser.post(`${at}/${what}`, body)
    },
    drop: async (what: string) => {
      await confirm(person)
      return browser.delete(`${at}/${what}`)
    },
    invoices: async () => (await get(`${at}/invoices?limit=200`)).body.items,
    plan: async () => (await view()).plan.id,
  }
}

/** Moves the clock on and does what is due, as the worker would every minute. */
export async function goOnTo(app: TestApp, instant: string): Promise<void> {
  app.clock.set(instant)
  await tick(app.platform, app.clock.now())
}

/** Day by day to an instant, as a worker that never sleeps. */
export async function liveTo(app: TestApp, instant: string, stepHours = 12): Promise<void> {
  const end = new Date(instant)
  for (;;) {
    const next = new Date(app.clock.now().getTime() + stepHours * 3_600_000)
    if (next >= end) break
    await goOnTo(app, next.toISOString())
  }
  await goOnTo(app, end.toISOString())
}

/** A team's ledger, oldest first. */
export const ledgerOf = (app: TestApp, teamId: string) =>
  app.sql<{ at: Date; posting_id: string; account: string; amount: number; number: string; invoice_id: string }>(
    `SELECT l.at, l.posting_id, l.account, l.amount, i.number, l.invoice_id FROM ledger_entries l JOIN invoices i ON i.id = l.invoice_id
     WHERE l.team_id = $1 ORDER BY l.at, l.posting_id, l.account`,
    [teamId],
  )

/** What stands on each account, and that every posting and the whole add up to nothing. */
export async function balanceOf(app: TestApp, teamId: string): Promise<Record<string, number>> {
  const entries = await ledgerOf(app, teamId)
  const accounts: Record<string, number> = {}
  const postings: Record<string, number> = {}
  for (const { account, amount, posting_id } of entries) {
    accounts[account] = (accounts[account] ?? 0) + amount
    postings[posting_id] = (postings[posting_id] ?? 0) + amount
  }
  const crooked = Object.entries(postings).filter(([, sum]) => sum !== 0)
  if (crooked.length > 0) throw new Error(`postings that do not balance: ${JSON.stringify(crooked)}`)
  if (Object.values(accounts).reduce((sum, amount) => sum + amount, 0) !== 0)
    throw new Error('the ledger does not balance')
  return accounts
}
