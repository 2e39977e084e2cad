import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { crc32, createDeflate, deflateSync, gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { readAvatar } from './avatar-image.ts'

const red = { r: 255, g: 0, b: 0 }
const picture = (width: number, height: number, background = red) =>
  sharp({ create: { width, height, channels: 3, background } })

/** Left half red, right half blue. */
const halves = (width: number, height: number) =>
  picture(width, height, { r: 0, g: 0, b: 255 }).composite([
    { input: { create: { width: width / 2, height, channels: 3, background: red } }, left: 0, top: 0 },
  ])

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A PNG that claims to be so large; `pixels` are its compressed rows. */
function png(width: number, height: number, pixels: Buffer, more: Buffer[] = []): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  const chunks = [chunk('IHDR', header), ...more, chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([signature, ...chunks])
}

async function accepted(file: Buffer): Promise<Buffer> {
  const reading = await readAvatar(file)
  if (!reading.ok) throw new Error(reading.reason)
  return reading.webp
}

const pixel = async (webp: Buffer, left: number, top: number) => [
  ...(await sharp(webp).removeAlpha().extract({ left, top, width: 1, height: 1 }).raw().toBuffer()),
]

describe('a picture that is taken', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('%s becomes a 512×512 WebP', async (format) => {
    const webp = await accepted(await picture(900, 600)[format]().toBuffer())
    expect(await sharp(webp).metadata()).toMatchObject({ format: 'webp', width: 512, height: 512 })
  })

  it('is cropped to its middle, not squeezed', async () => {
    const wide = await halves(2000, 500).png().toBuffer()
    const webp = await accepted(wide)
    const [left, right] = [await pixel(webp, 5, 256), await pixel(webp, 506, 256)]
    expect(left[0]).toBeGreaterThan(200)
    expect(right[2]).toBeGreaterThan(200)
  })

  it('is turned as its EXIF says and keeps nothing else of the file', async () => {
    const turned = await halves(400, 400)
      .jpeg()
      .withExif({ IFD0: { Make: 'CanaryCam' }, IFD3: { GPSLatitude: '52/1 31/1 0/1' } })
      .withIccProfile('p3')
      .withMetadata({ orientation: 6 })
      .toBuffer()
    expect(turned.includes('CanaryCam')).toBe(true)
    expect((await sharp(turned).metadata()).orientation).toBe(6)
    const webp = await accepted(turned)
    expect(webp.includes('CanaryCam')).toBe(false)
    const { exif, icc, xmp, iptc, orientation } = await sharp(webp).metadata()
    expect({ exif, icc, xmp, iptc, orientation }).toEqual({
      exif: undefined,
      icc: undefined,
      xmp: undefined,
      iptc: undefined,
      orientation: undefined,
    })
    expect((await pixel(webp, 256, 5))[0]).toBeGreaterThan(200) // what was left is now on top
    expect((await pixel(webp, 256, 506))[2]).toBeGreaterThan(200)
  })

  it('is the first frame of an animation', async () => {
    const frames = [red, { r: 0, g: 255, b: 0 }].map((background) => picture(64, 64, background).png().toBuffer())
    const moving = await sharp(await Promise.all(frames), { join: { animated: true } })
      .webp()
      .toBuffer()
    expect((await sharp(moving, { animated: true }).metadata()).pages).toBe(2)
    const webp = await accepted(moving)
    expect((await sharp(webp).metadata()).pages).toBeUndefined()
    expect((await pixel(webp, 256, 256))[0]).toBeGreaterThan(200)
  })

  it('loses whatever was hidden in or behind it', async () => {
    const canary = 'PK\x03\x04<script>canary</script>'
    const carrier = await picture(300, 300)
      .png()
      .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${'canary'}</x:xmpmeta>`)
      .toBuffer()
    const polyglot = Buffer.concat([carrier, Buffer.from(canary, 'latin1')])
    expect((await accepted(polyglot)).includes('canary')).toBe(false)
  })

  it('may be as small as one pixel and as long as a ribbon', async () => {
    for (const [width, height] of [
      [1, 1],
      [8000, 2],
    ] as const) {
      const webp = await accepted(await picture(width, height).png().toBuffer())
      expect(await sharp(webp).metadata()).toMatchObject({ width: 512, height: 512 })
    }
  })

  it('keeps its transparency', async () => {
    const clear = sharp({ create: { width: 90, height: 90, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    expect((await sharp(await accepted(await clear.png().toBuffer())).stats()).isOpaque).toBe(false)
  })
})

describe('what is no picture we take', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
  const files: Record<string, () => Buffer | Promise<Buffer>> = {
    nothing: () => Buffer.alloc(0),
    'an SVG': () => Buffer.from(svg),
    'an SVG after a byte-order mark': () => Buffer.from(`\ufeff${svg}`),
    'an SVG that begins like a PNG': () => Buffer.from(`\x89PNG\r\n\x1a\n${svg}`, 'latin1'),
    'an SVG that begins like a JPEG': () => Buffer.from(`\xff\xd8\xff${svg}`, 'latin1'),
    'a GIF': () => picture(9, 9).gif().toBuffer(),
    'a TIFF': () => picture(9, 9).tiff().toBuffer(),
    'an AVIF': () => picture(64, 64).avif().toBuffer(),
    'HTML in front of a PNG': async () => Buffer.concat([Buffer.from('<html>'), await picture(9, 9).png().toBuffer()]),
    'a PDF in front of a JPEG': async () =>
      Buffer.concat([Buffer.from('%PDF-1.4\n'), await picture(9, 9).jpeg().toBuffer()]),
    'a compressed PNG': async () => gzipSync(await picture(9, 9).png().toBuffer()),
    'a zip': () => Buffer.from('PK\x03\x04 and so on', 'latin1'),
    'a PNG cut off': async () => (await halves(600, 600).png({ compressionLevel: 0 }).toBuffer()).subarray(0, 90_000),
    'a JPEG cut off': async () => (await halves(600, 600).jpeg({ quality: 100 }).toBuffer()).subarray(0, 2_000),
    'a WebP cut off': async () => (await halves(600, 600).webp({ lossless: true }).toBuffer()).subarray(0, 60),
    'a PNG header alone': () => png(10, 10, Buffer.alloc(0)),
    'a PNG without pixels': () => Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    'a WebP that is a sound': () => Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt ', 'latin1'),
  }
  it.each(Object.keys(files))('%s', async (name) => {
    const file = await files[name]?.()
    expect(await readAvatar(file ?? Buffer.alloc(0))).toEqual({ ok: false, reason: 'avatar_not_an_image' })
  })

  it('more pixels than we take, whatever the size of the file', async () => {
    const bomb = png(30_000, 30_000, Buffer.alloc(1_000_000))
    expect(bomb.length).toBeLessThan(5_000)
    const tooMany = { ok: false, reason: 'avatar_too_many_pixels' }
    expect(await readAvatar(bomb)).toEqual(tooMany)
    expect(await readAvatar(png(8_000, 5_001, Buffer.alloc(10)))).toEqual(tooMany)
    expect((await readAvatar(png(0x7fffffff, 0x7fffffff, Buffer.alloc(10)))).ok).toBe(false)
  })

  it('a text chunk that unpacks to hundreds of megabytes costs no memory', async () => {
    const megabytes = Readable.from(Array.from({ length: 300 }, () => Buffer.alloc(1_000_000)))
    const text = await buffer(megabytes.pipe(createDeflate()))
    const comment = chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), text]))
    const file = png(4, 4, Buffer.alloc(20), [comment])
    expect(file.length).toBeLessThan(400_000)
    const before = process.resourceUsage().maxRSS
    await readAvatar(file)
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(150_000)
  })
})

it('turns uploads away when too many wait', async () => {
  const file = await picture(1200, 1200).png().toBuffer()
  const outcomes = await Promise.allSettled(Array.from({ length: 40 }, () => readAvatar(file)))
  const refused = outcomes.filter(({ status }) => status === 'rejected')
  expect(refused).toHaveLength(40 - 22)
  expect(refused.every((one) => one.status === 'rejected' && one.reason.name === 'Overloaded')).toBe(true)
})
