import { toString as draw } from 'qrcode'

/** A QR code as SVG, made here: error correction M, quiet zone of four modules, black on white in every colour scheme. */
export const qrSvg = (text: string): Promise<string> =>
  draw(text, {
    type: 'svg',
    errorCorrectionLevel: 'M',
    margin: 4,
    color: { dark: '#000000ff', light: '#ffffffff' },
  })
