/** What a picture may be, as the contract says it; repeated here so that the page need not load the contract's schemas. */
export const pictureLimits = { bytes: 5 * 1024 * 1024, pixels: 40_000_000, side: 512 } as const

/** The media types that are taken. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp']

const megabyte = 1024 * 1024

/** "240 kB", "7.3 MB": rounded up, so that nothing just above a limit is shown as the limit itself. */
export function fileSize(bytes: number): string {
  if (bytes < megabyte) return `${Math.max(1, Math.ceil(bytes / 1024))} kB`
  return `${Math.ceil((bytes / megabyte) * 10) / 10} MB`
}

/** Why a file cannot become a picture, seen from outside; undefined when it may. */
export function fileProblem({ type, size }: { type: string; size: number }): string | undefined {
  if (!pictureTypes.includes(type)) return 'This is not a PNG, JPEG or WebP file. Choose one of these.'
  if (size > pictureLimits.bytes) return `This file has ${fileSize(size)}, and 5 MB is the most. Choose a smaller one.`
  return undefined
}

/** Why a decoded picture is too large; undefined when it is not. */
export function pixelProblem({ width, height }: { width: number; height: number }): string | undefined {
  if (width * height <= pictureLimits.pixels) return undefined
  const megapixels = Math.ceil((width * height) / 100_000) / 10
  return `This picture has ${megapixels} megapixels, and 40 is the most. Choose a smaller one.`
}
