export { auditDeparture } from './departure.ts'
export { sealedSigningKeys, sealedStreams } from './sealed.queries.ts'
export { startSealing } from './sealing-loop.ts'
export { verifyExport } from './verify-export.ts'
