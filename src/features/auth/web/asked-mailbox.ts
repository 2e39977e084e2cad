let address = ''

/** Remembers, in memory only, the address a letter was just asked for: it belongs in no address bar and no history. */
export const rememberMailbox = (email: string): void => {
  address = email.trim()
}

/** The address a letter was asked for on the page before; empty after a reload. */
export const askedMailbox = (): string => address
