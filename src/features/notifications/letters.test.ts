import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { letterOf } from './letters.ts'
import { type StoredEvent, storedEvent } from './stored-event.ts'
import type { NotificationRow } from './tables.ts'
import { failedRun, usageAlert } from './telling.fixture.ts'

const app = await testApp()
const reader = { id: `usr_${'0'.repeat(26)}`, timezone: 'Asia/Kolkata' }
const around = { reader, teamName: 'Acme', why: null }
const team = `team_${'0'.repeat(26)}`

let rows = 0
const row = (event: StoredEvent): NotificationRow => ({
  team_id: team,
  id: `ntf_${++rows}`,
  event_id: `${rows}`,
  type: event.type,
  name: event.name,
  project_id: null,
  event,
  created_at: app.clock.now(),
  fanned_out_at: null,
})

test('a receipt goes along, and a letter of a locked kind cannot be ended', () => {
  const bill = (name: string) => ({
    ...usageAlert(team, 0, { name }),
    type: 'billing-alerts' as const,
    attachment: { name: 'receipt.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF') },
  })
  const receipt = letterOf(app.platform, [row(storedEvent(bill('billing.receipt')))], around)
  expect(receipt.attachment).toMatchObject({ name: 'receipt.pdf', base64: Buffer.from('%PDF').toString('base64') })
  expect(receipt.unsubscribe?.what).toBe('e-mail about Billing Alerts')
  expect(letterOf(app.platform, [row(storedEvent(bill('billing.payment_failed')))], around).unsubscribe).toBeUndefined()
})

test('dates are told in the reader’s zone, and why a letter came instead of Slack stands in it', () => {
  const event = storedEvent({ ...failedRun(team), facts: { Ended: new Date('2027-03-01T09:00:00Z') } })
  const letter = letterOf(app.platform, [row(event)], { ...around, why: 'Slack said no.' })
  expect(letter.body).toContainEqual({
    kind: 'facts',
    rows: [
      ['Team', 'Acme'],
      ['Ended', '1 Mar 2027, 14:30 (Asia/Kolkata)'],
    ],
  })
  expect(letter.body.at(-1)).toEqual({ kind: 'note', text: 'Slack said no.' })
})

test('many of one type are ended as that type; a mixed digest is not', () => {
  const failures = [row(storedEvent(failedRun(team))), row(storedEvent(failedRun(team)))]
  expect(letterOf(app.platform, failures, around)).toMatchObject({
    name: 'run-failed-many',
    subject: '2 × Test Failures in Acme',
    unsubscribe: { what: 'e-mail about Test Failures' },
  })
  const mixed = letterOf(app.platform, [...failures, row(storedEvent(usageAlert(team, 80)))], around)
  expect(mixed).toMatchObject({ name: 'digest', subject: '3 notifications from Acme' })
  expect(mixed.unsubscribe).toBeUndefined()
})
