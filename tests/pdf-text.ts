import { inflateSync } from 'node:zlib'

/** The words on the pages of a PDF as pdfkit writes them: compressed page contents, text as WinAnsi in hex, one line of words per line. */
export function pdfText(pdf: Buffer): string {
  const lines: string[] = []
  for (const content of streamsOf(pdf)) {
    for (const [shown = ''] of content.matchAll(/\[[^\]]*\]\s*TJ/g)) {
      const hex = [...shown.matchAll(/<([0-9a-f]+)>/g)].map(([, piece = '']) => piece).join('')
      lines.push(Array.from(Buffer.from(hex, 'hex'), signOf).join(''))
    }
  }
  return lines.join('\n')
}

// WinAnsi is Latin-1 but for these.
const own: Readonly<Record<number, string>> = {
  ...{ 128: '€', 133: '…', 138: 'Š', 140: 'Œ', 142: 'Ž', 145: '‘', 146: '’', 147: '“', 148: '”', 149: '•' },
  ...{ 150: '–', 151: '—', 154: 'š', 156: 'œ', 158: 'ž', 159: 'Ÿ' },
}
const signOf = (byte: number): string => own[byte] ?? String.fromCharCode(byte)

/** How many pages it has. */
export const pdfPages = (pdf: Buffer): number => [...pdf.toString('latin1').matchAll(/\/Type \/Page\b(?!s)/g)].length

function streamsOf(pdf: Buffer): string[] {
  const found: string[] = []
  const raw = pdf.toString('latin1')
  for (const { index = 0, 0: head } of raw.matchAll(/<<[^>]*\/Filter \/FlateDecode[^>]*>>\s*stream\r?\n/g)) {
    const start = index + head.length
    found.push(inflateSync(pdf.subarray(start, raw.indexOf('endstream', start))).toString('latin1'))
  }
  return found
}
