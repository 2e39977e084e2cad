/** The proof of identity that a request was refused for. */
export interface NeededProof {
  /** What the person can prove it with: `password`, `code`, `passkey`. */
  factors: string[]
  /** A password alone will not do. */
  needsSecondFactor: boolean
}

/** What the client asks of the page around it. The shell fills this in; the client knows no component. */
export interface ClientHooks {
  /** Asks the person to prove who they are; false when they would rather not. */
  confirmIdentity(needed: NeededProof): Promise<boolean>
  /** The session is over: leave for the sign-in page. */
  signedOut(): void
}

let hooks: ClientHooks | undefined
let asking: Promise<boolean> | undefined

/** Connects the client with the page; called once, by the shell. */
export function connectClient(given: ClientHooks): void {
  hooks = given
}

/** Asks once, however many requests wait for the same proof. */
export function askIdentity(needed: NeededProof): Promise<boolean> {
  asking ??= (hooks?.confirmIdentity(needed) ?? Promise.resolve(false)).finally(() => {
    asking = undefined
  })
  return asking
}

/** Tells the page that nobody is signed in any more. */
export const tellSignedOut = (): void => hooks?.signedOut()
