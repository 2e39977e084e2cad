import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { days } from '#platform/clock.ts'
import type { Browser } from '#tests/browser.ts'
import { testApp } from '#tests/harness.ts'
import { picture, upload, uploaded } from './avatar.fixture.ts'

const app = await testApp()
const ada = await app.person('Ada Lovelace')
const file = await picture()
const bytesAt = async (browser: Browser, path: string): Promise<Buffer> => {
  const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
  return Buffer.from(await (await fetch(app.address + path, { headers: { cookie } })).arrayBuffer())
}

describe('a picture', () => {
  it('is encoded anew, shown in the profile, and served so that browsers may keep it', async () => {
    const url = await uploaded(ada)
    expect((await ada.browser.get('/account')).body.avatarUrl).toBe(url)
    const { status, headers } = await ada.browser.get(url)
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('image/webp')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe(`private, max-age=${days(30) / 1000}, immutable`)
    const meta = await sharp(await bytesAt(ada.browser, url)).metadata()
    expect(meta).toMatchObject({ format: 'webp', width: 512, height: 512 })
  })

  it('does not make a half-typed form stale', async () => {
    const before = (await ada.browser.get('/account')).body.version
    await uploaded(ada)
    expect((await ada.browser.patch('/account', { company: 'Engines' }, { ifMatch: before })).status).toBe(200)
  })

  it('has a new address each time; the old one and its bytes are gone', async () => {
    const first = await uploaded(ada)
    const second = await uploaded(ada)
    expect(second).not.toBe(first)
    expect((await ada.browser.get(first)).status).toBe(404)
    expect(await app.sql('SELECT 1 FROM avatars WHERE user_id = $1', [ada.id])).toHaveLength(1)
  })

  it('of twenty at once one stays, and the profile names it', async () => {
    const ben = await app.person('Ben Babbage')
    const answers = await Promise.all(Array.from({ length: 20 }, () => upload(ben, file)))
    expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200))
    const rows = await app.sql<{ id: string }>('SELECT id FROM avatars WHERE user_id = $1', [ben.id])
    expect(rows).toHaveLength(1)
    expect((await ben.browser.get('/account')).body.avatarUrl).toContain(rows[0]?.id)
  })
})

describe('what is refused', () => {
  const code = async (body: Buffer, type?: string) => (await upload(ada, body, type)).body.code

  it('what is no picture, whatever the header says', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
    expect(await code(svg)).toBe('avatar_not_an_image')
    expect(await code(file.subarray(0, 300))).toBe('avatar_not_an_image')
    expect(await code(svg, 'image/svg+xml')).toBe('wrong_media_type')
    expect(await code(file, 'text/html')).toBe('wrong_media_type')
    expect((await ada.browser.put('/account/avatar')).body.code).toBe('avatar_not_an_image')
    for (const json of [{ url: 'http://evil.example' }, 1e21, 'x', null, [file.toString('latin1')]]) {
      const { status, body } = await ada.browser.put('/account/avatar', json)
      expect([status, body.code]).toEqual([415, 'wrong_media_type'])
      expect(body.message).toContain('image/png or image/jpeg or image/webp')
    }
  })

  it('the first bytes decide, not the header', async () => {
    expect((await upload(ada, file, 'image/jpeg')).status).toBe(200)
  })

  it('more than 5 MB, and more than 40 megapixels in whatever size', async () => {
    expect(await code(Buffer.alloc(5 * 1024 * 1024 + 1))).toBe('too_large')
    const wide = { create: { width: 8_000, height: 5_001, channels: 3 as const, background: 'red' } }
    const answer = await upload(ada, await sharp(wide).png().toBuffer())
    expect([answer.status, answer.body.code]).toEqual([400, 'avatar_too_many_pixels'])
    expect(answer.body.message).toContain('40 megapixels')
  })
})
