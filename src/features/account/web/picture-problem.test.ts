import { describe, expect, it } from 'vitest'
import { avatarLimits, avatarSide } from '../contract.ts'
import { uploadAvatar } from '../upload-avatar.route.ts'
import { fileProblem, fileSize, pictureLimits, pictureTypes, pixelProblem } from './picture-problem.ts'

describe('limits of a picture', () => {
  it('are those of the contract and of the route', () => {
    expect(pictureLimits).toEqual({ ...avatarLimits, side: avatarSide })
    expect([...pictureTypes].sort()).toEqual([...(uploadAvatar.declaration.rawBody ?? [])].sort())
  })

  it('let a file pass that is exactly as large as allowed, and no byte more', () => {
    expect(fileProblem({ type: 'image/png', size: pictureLimits.bytes })).toBeUndefined()
    expect(fileProblem({ type: 'image/png', size: pictureLimits.bytes + 1 })).toContain('5.1 MB')
    expect(pixelProblem({ width: 8_000, height: 5_000 })).toBeUndefined()
    expect(pixelProblem({ width: 8_000, height: 5_001 })).toContain('40.1 megapixels')
  })

  it('never take SVG, GIF or a file without a type', () => {
    for (const type of ['image/svg+xml', 'image/gif', 'text/html', ''])
      expect(fileProblem({ type, size: 10 }), type).toBeDefined()
  })
})

it('writes sizes as people read them', () => {
  expect([1, 1_024, 245_000, 1_048_576, 7_600_000].map(fileSize)).toEqual(['1 kB', '1 kB', '240 kB', '1 MB', '7.3 MB'])
})
