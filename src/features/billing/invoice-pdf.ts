import { formatInZone } from '#platform/zones.ts'
import type { Invoice } from './invoice.queries.ts'
import { moneyText } from './money.ts'
import { missingOf, type ReturnKind, type ReturnState, returnWords } from './returns.ts'

interface PrintedLine {
  kind: 'item' | 'tax'
  description: string
  amount: number
  starts_at: Date
  ends_at: Date
}

interface Printed {
  lines: readonly PrintedLine[]
  /** Refunds and disputes by now. */
  returns: readonly { kind: ReturnKind; state: ReturnState; amount: number; at: Date }[]
  /** Lines parted by `|`. */
  seller: string
}

const ink = '#1a201e'
const soft = '#59625e'
const line = '#d9ddd6'
const accent = '#14655a'
const left = 56
const right = 539
const lastRow = 700

/** An invoice as PDF (A4), made of what is stored: the same invoice always says the same, and below it what went back since. */
export async function invoicePdf(invoice: Invoice, { lines, returns, seller }: Printed): Promise<Buffer> {
  const { default: PdfDocument } = await import('pdfkit')
  const { number, issued_at, billed_to, currency, status } = invoice
  const issued = issued_at ?? invoice.created_at
  const day = (at: Date) => formatInZone(at, 'UTC', 'date')
  const pdf = new PdfDocument({
    size: 'A4',
    margins: { top: 56, left, right: 595 - right, bottom: 40 },
    info: { Title: `Invoice ${number}`, Author: 'AegisRunner', CreationDate: issued },
    lang: 'en',
  })
  const chunks: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', () => resolve(Buffer.concat(chunks)))
    pdf.on('error', reject)
  })
  const text = (
    words: string,
    x: number,
    y: number,
    more: PDFKit.Mixins.TextOptions & { color?: string; size?: number; bold?: boolean } = {},
  ) => {
    const { color = ink, size = 10, bold = false, ...options } = more
    pdf
      .font(bold ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(size)
      .fillColor(color)
      .text(printable(words), x, y, options)
    return pdf.y
  }
  const rule = (y: number, color = line) =>
    pdf.moveTo(left, y).lineTo(right, y).lineWidth(0.75).strokeColor(color).stroke()

  const [sellerName = '', ...sellerLines] = seller.split('|').map((part) => part.trim())
  text(sellerName, left, 56, { bold: true, size: 13, color: accent, width: 260 })
  const sellerEnds = text(sellerLines.join('\n') || ' ', left, pdf.y + 2, {
    color: soft,
    size: 9,
    width: 260,
    lineGap: 2,
  })
  text('Invoice', 330, 52, { bold: true, size: 22, width: right - 330, align: 'right' })
  text(number ?? '', 330, 80, { size: 11, color: soft, width: right - 330, align: 'right' })

  const top = Math.max(sellerEnds, 110) + 28
  text('BILLED TO', left, top, { size: 8, color: soft, characterSpacing: 0.6 })
  const name = billed_to.name || billed_to.team
  text(name, left, top + 14, { bold: true, width: 260 })
  const address = [billed_to.address, billed_to.country, billed_to.taxId && `Tax id: ${billed_to.taxId}`]
  const addressEnds = text(address.filter(Boolean).join('\n') || ' ', left, pdf.y + 2, { width: 260, lineGap: 2 })
  const facts = [
    ['Issued', day(issued)],
    ['Due', day(invoice.due_at ?? issued)],
    ...(billed_to.poNumber ? [['Order number', billed_to.poNumber]] : []),
    ['Team', billed_to.team],
    ['Status', statusWords(status, invoice.settled_at && day(invoice.settled_at))],
  ]
  let y = top + 12
  for (const [label = '', value = ''] of facts) {
    text(label, 340, y, { color: soft, size: 9, width: 80 })
    y = text(value, 420, y, { size: 9, width: right - 420, align: 'right' }) + 4
  }

  y = Math.max(addressEnds, y) + 30
  const heads = () => {
    text('DESCRIPTION', left, y, { size: 8, color: soft, characterSpacing: 0.6 })
    text('AMOUNT', 440, y, { size: 8, color: soft, width: right - 440, align: 'right', characterSpacing: 0.6 })
    rule(y + 14)
    y += 24
  }
  heads()
  for (const { description, amount, starts_at, ends_at } of lines.filter(({ kind }) => kind === 'item')) {
    if (y > lastRow) {
      pdf.addPage()
      y = 56
      heads()
    }
    text(moneyText(amount, currency), 440, y, { width: right - 440, align: 'right' })
    text(description, left, y, { width: 360 })
    y = text(`${day(starts_at)} – ${day(ends_at)}`, left, pdf.y + 1, { size: 8.5, color: soft, width: 360 }) + 10
    rule(y - 4)
    y += 4
  }
  const sums = sumsOf(invoice, { lines, returns }, day)
  if (y + sums.length * 20 > lastRow + 40) {
    pdf.addPage()
    y = 56
  }
  for (const { says, amount, strong } of sums) {
    const size = strong ? 11 : 9.5
    const shown = amount === null ? '' : moneyText(amount, currency)
    text(shown, 440, y + 6, { bold: strong, size, width: right - 440, align: 'right' })
    y = text(says, 220, y + 6, { bold: strong, size, color: strong ? ink : soft, width: 210 })
    if (strong) rule(y + 5, ink)
    if (strong) y += 8
  }
  if (invoice.tax === 0) {
    const small = { size: 8, color: soft, width: right - left }
    text('Prices are as agreed for the plan; no tax is added.', left, 770, small)
  }
  pdf.end()
  return done
}

/** What stands below the lines: the sum and its taxes, the total, and what went back of it. */
function sumsOf(
  { total, tax, status, currency }: Invoice,
  { lines, returns }: Pick<Printed, 'lines' | 'returns'>,
  day: (at: Date) => string,
): { says: string; amount: number | null; strong: boolean }[] {
  const taxes = lines.filter(({ kind }) => kind === 'tax')
  const missing = missingOf(returns)
  const soft = (says: string, amount: number | null) => ({ says, amount, strong: false })
  const strong = (says: string, amount: number) => ({ says, amount, strong: true })
  return [
    ...(taxes.length > 0 ? [soft('Before tax', total - tax)] : []),
    ...taxes.map(({ description, amount }) => soft(description, amount)),
    strong(status === 'paid' ? 'Total, paid' : 'Total', total),
    ...returns.map((one) => {
      const gone = missingOf([one])
      // What takes no money away is told with its amount in words.
      const says = `${returnWords(one)}, ${day(one.at)}`
      return gone > 0 ? soft(says, -gone) : soft(`${says} (${moneyText(one.amount, currency)})`, null)
    }),
    ...(missing > 0 ? [strong('Remains paid', total - missing)] : []),
  ]
}

function statusWords(status: Invoice['status'], settled: string | null): string {
  if (status === 'paid') return `Paid on ${settled}`
  if (status === 'uncollectible') return 'Not paid, given up'
  return status === 'void' ? 'Void' : 'To be paid'
}

// The built-in fonts know WinAnsi. Letters beyond it are written without their marks, as a typist would; what then is still unknown is shown as
// “?” rather than as a wrong sign.
const known =
  /[\n\u0020-\u007e\u00a0-\u00ff\u20ac\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u0160\u0161\u017d\u017e\u0152\u0153\u0178]/u
const plain: Readonly<Record<string, string>> = { Ł: 'L', ł: 'l', Đ: 'D', đ: 'd', ı: 'i', Ħ: 'H', ħ: 'h', ẞ: 'SS' }

const printable = (words: string): string =>
  Array.from(words.normalize('NFC'), (sign) => {
    if (known.test(sign)) return sign
    const bare = plain[sign] ?? sign.normalize('NFD').replace(/\p{M}/gu, '')
    return /^[A-Za-z]+$/.test(bare) ? bare : '?'
  }).join('')
