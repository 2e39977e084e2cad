/** What an audit row says beyond its action. */
export interface Facts {
  /** The code of the refusal, when it was tried and not done. */
  refused?: string
  changes?: Record<string, { from: unknown; to: unknown }>
  [fact: string]: unknown
}

type Words = string | ((facts: Facts) => string)

interface Sentence {
  did: Words
  /** By the code of the refusal. */
  refused?: Record<string, string>
}

/** “3 other sessions were signed out”, or nothing. */
const ended = ({ sessionsEnded }: Facts): string =>
  typeof sessionsEnded !== 'number' || sessionsEnded === 0
    ? ''
    : sessionsEnded === 1
      ? ' One session was signed out.'
      : ` ${sessionsEnded} sessions were signed out.`

const methods: Record<string, string> = {
  password: 'with your password',
  'password+code': 'with your password and a code',
  'password+backup-code': 'with your password and a backup code',
  'password+passkey': 'with your password and a passkey',
  passkey: 'with a passkey',
  code: 'with a code',
  backup_code: 'with a backup code',
  'backup-code': 'with a backup code',
}
const by = ({ method }: Facts): string => (methods[String(method)] ? ` ${methods[String(method)]}` : '')

/** Every audited act of a person, as that person reads it. A test holds this list against all routes. */
export const sentences: Record<string, Sentence> = {
  'auth.signed_up': { did: 'You signed up' },
  'auth.signed_in': {
    did: (facts) => `Signed in${by(facts)}${facts.newDevice === true ? ', in a browser not seen before' : ''}`,
    refused: {
      sign_in_refused: 'A sign-in was refused: the password was wrong',
      too_many_attempts: 'A sign-in was refused: too many attempts',
      password_change_due: 'A sign-in was refused: a new password is due',
    },
  },
  'auth.signed_out': { did: 'Signed out' },
  'auth.recovery_requested': { did: 'A link to choose a new password was asked for' },
  'auth.recovery_link_issued': { did: 'The operator issued a link to choose a new password' },
  'auth.password_recovered': { did: (facts) => `A new password was set with a link from a letter.${ended(facts)}` },
  'auth.sign_in_unlocked': { did: 'A browser was let in to try signing in, with a link from a letter' },
  'auth.sign_in_disowned': { did: (facts) => `You said that a sign-in was not yours.${ended(facts)}` },
  'auth.identity_confirmed': {
    did: (facts) => `You confirmed that it is you${by(facts)}`,
    refused: { password_wrong: 'A confirmation was refused: the password was wrong' },
  },
  'auth.confirmation_ended': { did: 'You ended the confirmation of your identity' },

  'account.profile_updated': { did: 'Your profile was changed' },
  'account.avatar_changed': { did: 'Your picture was changed' },
  'account.avatar_removed': { did: 'Your picture was removed' },
  'account.email_change_requested': { did: 'A change of your address was asked for' },
  'account.email_change_resent': { did: 'The link to confirm a new address was sent again' },
  'account.email_change_cancelled': { did: 'The change of your address was cancelled' },
  'account.email_changed': { did: 'Your address was changed' },
  'account.email_change_undone': { did: (facts) => `The change of your address was undone.${ended(facts)}` },
  'account.email_verification_sent': { did: 'A letter to verify your address was sent' },
  'account.email_verified': { did: 'Your address was verified' },
  'account.notification_email_requested': { did: 'A second address for notices was asked for' },
  'account.notification_email_changed': { did: 'Notices now go to a second address' },
  'account.notification_email_removed': { did: 'The second address for notices was removed' },
  'account.password_changed': {
    did: (facts) => `Your password was changed.${ended(facts)}`,
    refused: { current_password_wrong: 'A change of your password was refused: the current one was wrong' },
  },
  'account.session_ended': {
    did: ({ device, ip }) => `You signed out ${device ? `${device} (${ip})` : 'a session'}`,
  },
  'account.other_sessions_ended': { did: (facts) => `You signed out everywhere else.${ended(facts)}` },
  'account.all_sessions_ended': { did: (facts) => `You signed out everywhere.${ended(facts)}` },
  'account.secured': { did: (facts) => `You secured your account.${ended(facts)}` },

  'operate.letter_read': { did: 'You read a letter in the outbox' },
  'operate.letter_retried': { did: 'You sent a letter in the outbox again' },
}

/** An event as its person reads it; ends with a full stop. */
export function sentenceOf(action: string, facts: Facts): string {
  const sentence = sentences[action]
  const words = facts.refused === undefined ? sentence?.did : sentence?.refused?.[facts.refused]
  const said = typeof words === 'function' ? words(facts) : words
  return stopped(said ?? inGeneral(action, facts))
}

// An act of a later version, read by an earlier one during an upgrade: still no code on a page.
const inGeneral = (action: string, { refused }: Facts): string => {
  const name = action.replace(/[._-]/g, ' ')
  return refused === undefined ? `Recorded: ${name}` : `Refused: ${name}`
}

const stopped = (text: string): string => (text.endsWith('.') ? text : `${text}.`)
