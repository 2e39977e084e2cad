import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'

/** How two pictures differ. */
export interface Difference {
  /** Part of the pixels that differ, from 0 to 1. */
  ratio: number
  /** A PNG that shows where; null when the pictures are of different sizes, or alike. */
  picture: Buffer | null
}

/** Compares two PNGs pixel by pixel; antialiasing does not count. */
export function comparePictures(before: Buffer, after: Buffer): Difference {
  if (before.equals(after)) return { ratio: 0, picture: null }
  const [one, other] = [PNG.sync.read(before), PNG.sync.read(after)]
  if (one.width !== other.width || one.height !== other.height) return { ratio: 1, picture: null }
  const { width, height } = one
  const shown = new PNG({ width, height })
  const different = pixelmatch(one.data, other.data, shown.data, width, height, { threshold: 0.1 })
  if (different === 0) return { ratio: 0, picture: null }
  return { ratio: different / (width * height), picture: PNG.sync.write(shown) }
}
