import type { Advice, Practice } from '#access/safeguard.ts'
import { type Duration, days } from '#platform/clock.ts'
import { formatInZone } from '#platform/zones.ts'
import type { PasswordFacts } from './password.queries.ts'

/** The practices as the product text words them. */
export const practiceTitles: Record<Practice, string> = {
  'two-factor': 'Enable 2FA for enhanced account security',
  password: 'Use a strong, unique password',
  'unused-keys': 'Regularly review and revoke unused API keys',
  'audit-log': 'Check audit logs for suspicious activity',
  email: 'Keep your email address up to date',
  'backup-codes': 'Store backup codes in a password manager',
  'unknown-sessions': 'Know every signed-in browser',
}

/** How far back refused sign-ins and new browsers are news. */
export const newsLasts: Duration = days(7)

// Fewer are the typing mistakes that everybody makes.
const suspicious = 3

/** What the account's own part of the checklist is judged by. */
export interface AccountFacts {
  zone: string
  email: string
  emailVerified: boolean
  notificationEmail: string | null
  password: PasswordFacts | undefined
  refusedSignIns: number
  otherSessions: number
  newBrowsers: number
}

const security = '/settings/security'

/** The practices that the account itself knows of. */
export const adviceOf = (facts: AccountFacts): Advice[] => [
  { id: 'password', ...passwordAdvice(facts) },
  { id: 'audit-log', ...activityAdvice(facts) },
  { id: 'email', ...emailAdvice(facts) },
  { id: 'unknown-sessions', ...sessionsAdvice(facts) },
]

type Verdict = Omit<Advice, 'id'>

function passwordAdvice({ password, zone }: AccountFacts): Verdict {
  const fix = { label: 'Change Password', href: `${security}#password` }
  if (!password) return { state: 'todo', says: 'No password is set.', fix }
  if (password.dueSince) {
    return { state: 'attention', says: 'You secured your account: choose a new password to finish.', fix }
  }
  const chosen = `Chosen on ${formatInZone(password.changedAt, zone, 'date')}.`
  if (password.strength === 'weak') {
    return { state: 'attention', says: `${chosen} At your last sign-in it was found easy to guess.`, fix }
  }
  if (password.strength === 'fair') {
    return { state: 'todo', says: `${chosen} Fair: 15 characters or more would be better.`, fix }
  }
  const verdict = password.strength === 'good' ? 'Good at your last sign-in.' : 'It is on no list of leaked passwords.'
  return { state: 'done', says: `${chosen} ${verdict}`, fix: null }
}

function activityAdvice({ refusedSignIns }: AccountFacts): Verdict {
  if (refusedSignIns === 0) return { state: 'done', says: 'No sign-in was refused in the last 7 days.', fix: null }
  const says = `${many(refusedSignIns, 'sign-in was', 'sign-ins were')} refused in the last 7 days.`
  const fix = { label: 'Look at it', href: `${security}#activity` }
  return { state: refusedSignIns < suspicious ? 'done' : 'attention', says, fix }
}

function emailAdvice({ email, emailVerified, notificationEmail }: AccountFacts): Verdict {
  if (!emailVerified) {
    const says = `${email} is not verified yet: a link to recover your account might not reach you.`
    return { state: 'todo', says, fix: { label: 'Verify it', href: '/settings/profile#email' } }
  }
  const second = notificationEmail ? ` Notices go to ${notificationEmail} as well.` : ''
  return { state: 'done', says: `${email} is verified.${second}`, fix: null }
}

function sessionsAdvice({ otherSessions, newBrowsers }: AccountFacts): Verdict {
  if (newBrowsers > 0) {
    const which = newBrowsers === 1 ? 'Another browser' : `${newBrowsers} other browsers`
    const says = `${which} signed in for the first time in the last 7 days. ${newBrowsers === 1 ? 'Is it' : 'Are they'} yours?`
    return { state: 'attention', says, fix: { label: 'Review sessions', href: `${security}#sessions` } }
  }
  if (otherSessions === 0) return { state: 'done', says: 'You are signed in here and nowhere else.', fix: null }
  const others = many(otherSessions, 'other session', 'other sessions')
  return { state: 'done', says: `This session and ${others}, none in a browser new to you.`, fix: null }
}

const many = (count: number, one: string, more: string): string => `${count} ${count === 1 ? one : more}`
