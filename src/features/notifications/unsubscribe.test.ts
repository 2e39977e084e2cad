import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { tell, tick, usageAlert } from './telling.fixture.ts'

const app = await testApp()
const choicesOf = async (ada: Awaited<ReturnType<typeof app.person>>) => {
  const { body } = await ada.browser.get(`/teams/${ada.teamId}/notifications/preferences`)
  return body.rows.find((row: { type: string }) => row.type === 'usage-alerts').choices
}
const letterOf = async (name: string) => {
  const ada = await app.person(name)
  await tell(app, usageAlert(ada.teamId, 80))
  await tick(app)
  const letter = (await app.mail(ada.email)).at(-1)
  const list = letter?.raw.headers.get('list') as unknown as {
    unsubscribe: { url: string }
    'unsubscribe-post': { name: string }
  }
  return { ada, letter, list }
}
const click = (url: string, init: RequestInit = {}) =>
  fetch(url.replace(app.config.publicUrl, app.address), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
    ...init,
  })

test('RFC 8058: one POST without cookie, Origin or session ends it, however often it comes; reading ends nothing', async () => {
  const { ada, list } = await letterOf('Ada Clicks')
  expect(list['unsubscribe-post'].name).toBe('List-Unsubscribe=One-Click')
  const page = await click(list.unsubscribe.url, { method: 'GET', body: null })
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(page.headers.get('refresh')).toMatch(/^0; url=\/unsubscribe#usr_/)
  expect(await choicesOf(ada)).toEqual(['80', '90', '100'])
  for (let i = 0; i < 2; i++) expect((await click(list.unsubscribe.url)).status).toBe(200)
  const multipart = new FormData()
  multipart.set('List-Unsubscribe', 'One-Click')
  expect((await click(list.unsubscribe.url, { headers: {}, body: multipart })).status).toBe(200)
  expect(await choicesOf(ada)).toEqual([])
  const logged = await app.sql(
    "SELECT details FROM audit_log WHERE log_id = $1 AND action = 'notifications.unsubscribed'",
    [ada.teamId],
  )
  expect(logged).toEqual([{ details: { type: 'usage-alerts', by: 'mail program' } }])
})

test('the page’s button does the same; a token that was changed or cut off does nothing', async () => {
  const { ada, letter } = await letterOf('Ada Page')
  const token = letter?.token('/unsubscribe') ?? ''
  for (const wrong of [token.slice(0, -1), token.replace('usage-alerts', 'test-failures'), `${token}x`, 'x']) {
    expect((await app.browser().post('/unsubscriptions', { token: wrong })).status).toBe(410)
  }
  expect(await choicesOf(ada)).toEqual(['80', '90', '100'])
  const done = await app.browser().post('/unsubscriptions', { token })
  expect([done.status, done.body]).toEqual([200, { type: 'usage-alerts' }])
  expect(await choicesOf(ada)).toEqual([])
})

test('who has left the team is not found by their old link, and nothing breaks', async () => {
  const { ada, list } = await letterOf('Ada Leaves')
  await app.sql('DELETE FROM memberships WHERE team_id = $1 AND user_id = $2', [ada.teamId, ada.id])
  expect((await click(list.unsubscribe.url)).status).toBe(200)
})
