import { refuseCommon } from '#platform/http/refusal.ts'

/** A place in a list, as it stands in an address; anything else is not found. */
export const positionOf = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : refuseCommon('not_found'))
