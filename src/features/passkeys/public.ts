export { AssertionAnswer, AssertionOffer, assertionRefusals } from './contract.ts'
export { offerAssertion } from './offers.ts'
export { provePasskey } from './prove-passkey.ts'
export { hasPasskey } from './queries.ts'
