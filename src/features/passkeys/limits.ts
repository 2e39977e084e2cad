/** How many passkeys a person may have. */
export const mostPasskeys = 20

/** Longest name of a passkey, in code points. */
export const longestName = 60
