import sharp from 'sharp'
import { createGate } from '#platform/crypto/gate.ts'
import { avatarLimits, avatarSide } from './contract.ts'

/** A picture made ours, or why it cannot be used. */
export type AvatarReading =
  | { ok: true; webp: Buffer }
  | { ok: false; reason: 'avatar_not_an_image' | 'avatar_too_many_pixels' }

// Decoded personal pictures have no business in a cache of the library.
sharp.cache(false)

// Decoding takes up to 160 MB and a thread that password hashing needs as well.
const atOnce = 2
const waitingAtMost = 20
const secondsAtMost = 10
const gate = createGate(atOnce, waitingAtMost)

const notAnImage: AvatarReading = { ok: false, reason: 'avatar_not_an_image' }

/**
 * Decodes a PNG, JPEG or WebP and encodes it anew as a square WebP: turned as its EXIF says, cropped to the middle, the first frame of an
 * animation, with nothing else of the file left (metadata, thumbnails, whatever was appended). Rejects with `Overloaded` when many wait.
 */
export async function readAvatar(file: Buffer): Promise<AvatarReading> {
  const format = formatOf(file)
  if (!format) return notAnImage
  return gate.run(async () => {
    try {
      // The header alone, which costs nothing whatever size it claims.
      const { width, height, format: found } = await sharp(file, { limitInputPixels: false }).metadata()
      if (found !== format) return notAnImage
      if (width * height > avatarLimits.pixels) return { ok: false, reason: 'avatar_too_many_pixels' }
      return { ok: true, webp: await squared(file) }
    } catch {
      return notAnImage // the library says many things about a broken file; to its sender they are one
    }
  })
}

const squared = (file: Buffer): Promise<Buffer> =>
  sharp(file, { limitInputPixels: avatarLimits.pixels, failOn: 'error', autoOrient: true })
    .timeout({ seconds: secondsAtMost })
    .resize(avatarSide, avatarSide, { fit: 'cover' })
    .webp({ quality: 82 })
    .toBuffer()

/** What the first bytes say; what the sender or the name of the file says is not looked at. */
function formatOf(file: Buffer): 'png' | 'jpeg' | 'webp' | null {
  const start = file.toString('latin1', 0, 12)
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg'
  return /^RIFF.{4}WEBP/s.test(start) ? 'webp' : null
}
