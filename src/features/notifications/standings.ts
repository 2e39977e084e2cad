/** How messages stand that the operator looks for: given up, on their way, arrived. */
export const standings = ['failed', 'waiting', 'sent', 'all'] as const

/** One of them. */
export type Standing = (typeof standings)[number]
