import type { Reader } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { type Invoice, linesOf } from './invoice.queries.ts'
import { invoicePdf } from './invoice-pdf.ts'
import { returnsOf } from './return.queries.ts'

/** An invoice as PDF, with everything that went back of it by now. */
export const written = async (on: Reader, { config }: Pick<Platform, 'config'>, invoice: Invoice): Promise<Buffer> =>
  invoicePdf(invoice, {
    lines: await linesOf(on, [invoice.id]),
    returns: await returnsOf(on, [invoice.id]),
    seller: config.AEGIS_SELLER,
  })
