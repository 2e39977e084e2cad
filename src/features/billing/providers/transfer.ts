import type { Provider } from './provider.ts'

/** Bank transfer: the invoice goes out, the money comes by itself, and the operator says when it came. */
export const transfer: Provider = {
  name: 'invoice',
  needsMethod: false,
  charge: async (_platform, { paymentId }) => ({ state: 'awaited', ref: paymentId }),
  fetchCharge: async (_platform, { ref }) => ({ state: 'awaited', ref }),
  dropCharge: async () => ({ state: 'failed', ref: null, reason: 'The transfer did not come.' }),
  forgetMethod: async () => {},
}
