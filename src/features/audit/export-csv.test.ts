import { beforeEach, expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { log } from './audit-log.fixture.ts'

const app = await testApp()
beforeEach(async () => void (await app.sql('DELETE FROM rate_limits'))) // many people sign up from one address here

test('the CSV is RFC 4180, with text that spreadsheets would run behind an apostrophe', async () => {
  const ada = await app.person('Ada Lovelace')
  const { body } = await ada.browser.get('/account')
  await ada.browser.patch(
    '/account',
    { company: '=HYPERLINK("http://evil","x")', jobTitle: 'a, "b"' },
    { ifMatch: body.version },
  )
  const { text, headers } = await ada.browser.get(`/teams/${ada.teamId}/audit/export.csv?area=account`)
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('content-disposition')).toMatch(/attachment; filename="aegisrunner-audit-.*\.csv"/)
  const [head, record, rest] = text.split('\r\n')
  expect(head).toMatch(/^time,action,what,user,/)
  expect(record).toContain('"company: (empty) → =HYPERLINK(""http://evil"",""x"")')
  expect(rest).toBe('')
  const exported = (await log(ada, '?area=audit')).items.find(
    ({ action }: { action: string }) => action === 'audit.exported',
  )
  expect(exported).toMatchObject({ action: 'audit.exported', says: 'The audit log was exported as CSV.' })
})
