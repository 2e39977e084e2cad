/** How a person can sign in. */
export interface WaysIn {
  password: boolean
  passkeys: number
}

/**
 * Whether a person can still get in. A passkey is a whole sign-in: it counts as both factors. A password is one too: by itself while
 * two-factor authentication is off, and while it is on because that says there is an authenticator app to give the code (decisions/0008).
 * An app or backup codes without a password open nothing, so they do not count.
 */
export const canSignIn = ({ password, passkeys }: WaysIn): boolean => password || passkeys > 0

/** Whether one of the passkeys may go: never the last way in. */
export const mayRemovePasskey = (ways: WaysIn): boolean => canSignIn({ ...ways, passkeys: ways.passkeys - 1 })

/** Whether a name is taken: `base`, or with the first free number, so that two passkeys of one provider can be told apart. */
export function freeName(base: string, taken: readonly string[], longest: number): string {
  const used = new Set(taken)
  for (let n = 1; ; n += 1) {
    const number = n === 1 ? '' : ` ${n}`
    const name = `${[...base]
      .slice(0, longest - number.length)
      .join('')
      .trim()}${number}`
    if (!used.has(name)) return name
  }
}
