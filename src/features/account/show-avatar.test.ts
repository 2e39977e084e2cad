import { describe, expect, it } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { uploaded } from './avatar.fixture.ts'

const app = await testApp()

describe('who sees it', () => {
  it('the person and teammates; for everybody else it is not there', async () => {
    const [dov, zoe] = [await app.person('Dov Double'), await app.person('Zoe Other')]
    const url = await uploaded(dov)
    expect((await zoe.browser.get(url)).status).toBe(404)
    expect((await app.operator.browser.get(url)).status).toBe(404)
    expect((await app.browser().get(url)).status).toBe(401)
    await app.join(zoe, dov.teamId, 'viewer')
    expect((await zoe.browser.get(url)).status).toBe(200)
    expect((await app.operator.browser.get(url)).status).toBe(404)
    await app.sql('DELETE FROM memberships WHERE team_id = $1 AND user_id = $2', [dov.teamId, zoe.id])
    expect((await zoe.browser.get(url)).status).toBe(404)
  })

  it.each(['img_01h2xcejqtf2nbrexx3vqjhp41', 'x', '..%2f..%2faccount', "'; DROP TABLE avatars"])(
    'not %s',
    async (id) => {
      expect((await app.operator.browser.get(`/account/avatars/${encodeURIComponent(id)}`)).status).toBe(404)
    },
  )
})
