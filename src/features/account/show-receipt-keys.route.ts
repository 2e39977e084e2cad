import { anyone } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { ReceiptKeys } from './contract.ts'

/** The public keys that receipts of this installation are checked with, as a JSON Web Key Set. */
export const showReceiptKeys = route({
  method: 'GET',
  path: '/receipt-keys',
  summary: 'Show the public keys that sign receipts',
  access: anyone('whoever was erased has no account to ask with'),
  output: ReceiptKeys,

  handle: ({ platform }) => ({ keys: [...platform.signer.publicKeys] }),
})
