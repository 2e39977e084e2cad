import type { SignInMethod } from '#access/sessions.ts'
import type { Session } from './security-queries.ts'

/** The sessions of one browser. */
export interface SessionGroup {
  id: string
  /** The one shown for the group: this very session, or the one used last. */
  first: Session
  /** Others that were begun in the same browser. */
  more: Session[]
}

/** Sessions by browser, in the order of the list: this one's first. */
export function groupsOf(sessions: readonly Session[]): SessionGroup[] {
  const groups = new Map<string, SessionGroup>()
  for (const session of sessions) {
    const group = groups.get(session.sameDevice)
    if (group) group.more.push(session)
    else groups.set(session.sameDevice, { id: session.sameDevice, first: session, more: [] })
  }
  return [...groups.values()]
}

// Complete by its type: a way to sign in that is added later needs its words here too.
const words: Record<SignInMethod, string> = {
  password: 'Password',
  'password+code': 'Password and code',
  'password+backup-code': 'Password and backup code',
  'password+passkey': 'Password and passkey',
  passkey: 'Passkey',
  'sign-up': 'Signed up here',
}

/** How a session came about, in words. */
export const methodInWords = (method: string): string => words[method as SignInMethod] ?? method
