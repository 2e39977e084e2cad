import jsQR from 'jsqr'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { qrSvg } from './qr-code.ts'
import { newTotpSecret, otpauthUrl } from './totp.ts'

/** What a phone's camera reads from the picture, shown so many pixels wide. */
async function scan(svg: string, width: number): Promise<string | undefined> {
  const { data, info } = await sharp(Buffer.from(svg))
    .resize(width, width, { kernel: 'nearest' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data
}

test.each([
  ['ada@example.com', 220],
  ['ada@example.com', 600],
  [`${'very.long.name.'.repeat(10)}@${'sub.'.repeat(20)}example.com`, 480],
  ['zoë.日本@example.com', 300],
])('a scanner reads our own picture, byte for byte: %s', async (account, width) => {
  const url = otpauthUrl(newTotpSecret(), account)
  expect(await scan(await qrSvg(url), width)).toBe(url)
})

test('four quiet modules around, black on white, and nothing that runs or loads', async () => {
  const svg = await qrSvg(otpauthUrl(newTotpSecret(), 'ada@example.com'))
  expect(svg).not.toMatch(/<script|href|url\(|<image|onload|<!/i)
  const side = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1])
  const { data } = await sharp(Buffer.from(svg))
    .resize(side, side, { kernel: 'nearest' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const dark = (x: number, y: number) => (data[y * side + x] ?? 255) < 128
  const border = Array.from({ length: side }, (_, at) =>
    [0, 1, 2, 3, side - 4, side - 3, side - 2, side - 1].some((edge) => dark(edge, at) || dark(at, edge)),
  )
  expect(border).not.toContain(true)
  expect([dark(4, 4), dark(side - 5, 4), dark(4, side - 5)]).toEqual([true, true, true])
  expect(new Set(data.map((grey) => (grey === 0 || grey === 255 ? 0 : 1)))).toEqual(new Set([0]))
})
