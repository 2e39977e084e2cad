import sharp from 'sharp'
import type { Person } from '#tests/harness.ts'

/** A PNG of another shape and size than what is kept. */
export const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 700, height: 500, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()

/** Sends bytes as somebody's picture. */
export const upload = (who: Person, body: Buffer, type = 'image/png') =>
  who.browser.put('/account/avatar', body, { headers: { 'content-type': type } })

/** Gives somebody a picture; answers its address. */
export const uploaded = async (who: Person): Promise<string> => (await upload(who, await picture())).body.avatarUrl
