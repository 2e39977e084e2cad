export { billingDeparture } from './departure.ts'
