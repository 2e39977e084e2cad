import { fileProblem, pixelProblem } from './picture-problem.ts'

/** A file that may become the picture. `address` shows it and must be given back with {@link releasePicture}. */
export interface ChosenPicture {
  file: File
  address: string
  width: number
  height: number
}

/** Looks at a file before it is sent: what it is, and how large once decoded. Answers a sentence when it cannot be used. */
export async function readPicture(file: File): Promise<ChosenPicture | string> {
  const problem = fileProblem(file)
  if (problem) return problem
  const address = URL.createObjectURL(file)
  const size = await sizeOf(address)
  const wrong = size ? pixelProblem(size) : 'This file cannot be read as a picture. Choose another.'
  if (size && !wrong) return { file, address, ...size }
  URL.revokeObjectURL(address)
  return wrong ?? ''
}

/** Lets the browser forget a picture that is no longer shown. */
export const releasePicture = ({ address }: ChosenPicture): void => URL.revokeObjectURL(address)

function sizeOf(address: string): Promise<{ width: number; height: number } | undefined> {
  return new Promise((resolve) => {
    const image = new Image()
    image.onload = () => resolve({ width: image.naturalWidth, height: image.naturalHeight })
    image.onerror = () => resolve(undefined)
    image.src = address
  })
}
