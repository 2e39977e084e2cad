import { auditSentences } from './audit-sentences.ts'
import { billingSentences } from './billing-sentences.ts'
import { notificationSentences } from './notification-sentences.ts'
import { type Facts, named, type Sentence } from './sentence.ts'
import { teamSentences } from './team-sentences.ts'

export type { Facts }

/** “3 sessions were signed out”, or nothing. */
const ended = ({ sessionsEnded }: Facts): string =>
  typeof sessionsEnded !== 'number' || sessionsEnded === 0
    ? ''
    : sessionsEnded === 1
      ? ' One session was signed out.'
      : ` ${sessionsEnded} sessions were signed out.`

const methods: Record<string, string> = {
  password: ' with your password',
  'password+code': ' with your password and a code',
  'password+backup-code': ' with your password and a backup code',
  'password+passkey': ' with your password and a passkey',
  passkey: ' with a passkey',
  code: ' with a code',
  'backup-code': ' with a backup code',
}
const by = ({ method }: Facts): string => methods[String(method)] ?? ''

/** Every audited act of a person, as that person reads it. A test holds this list against all routes. */
export const sentences: Record<string, Sentence> = {
  'auth.signed_up': { did: 'You signed up' },
  'auth.signed_in': {
    did: (facts) => `Signed in${by(facts)}${facts.newDevice === true ? ', in a browser not seen before' : ''}`,
    tried: 'A sign-in was refused',
  },
  'auth.second_factor_asked': { did: 'The password was right; a second factor was asked for' },
  'auth.signed_out': { did: 'Signed out' },
  'auth.recovery_requested': { did: 'A link to choose a new password was asked for' },
  'auth.recovery_link_issued': { did: 'The operator started a reset of your password' },
  'auth.sessions_ended_by_operator': { did: (facts) => `The operator signed you out everywhere.${ended(facts)}` },
  'auth.password_recovered': { did: (facts) => `A new password was set with a link from a letter.${ended(facts)}` },
  'auth.sign_in_unlocked': { did: 'A browser was let in to try signing in, with a link from a letter' },
  'auth.sign_in_disowned': { did: (facts) => `You said that a sign-in was not yours.${ended(facts)}` },
  'auth.identity_confirmed': {
    did: (facts) => `You confirmed that it is you${by(facts)}`,
    tried: 'A confirmation of your identity was refused',
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
    tried: 'A change of your password was refused',
  },
  'account.session_ended': {
    did: ({ device, ip }) => `You signed out ${device ? `${device} (${ip})` : 'a session'}`,
  },
  'account.other_sessions_ended': { did: (facts) => `You signed out everywhere else.${ended(facts)}` },
  'account.all_sessions_ended': { did: (facts) => `You signed out everywhere.${ended(facts)}` },
  'account.deletion_requested': {
    did: ({ when }) =>
      when === 'now' ? 'You deleted your account' : 'You asked for your account to be deleted in 30 days',
    tried: 'A deletion of your account was refused',
  },
  'account.deletion_cancelled': { did: 'The deletion of your account was cancelled' },
  'account.deletion_begun': { did: 'The day came on which your account was to be deleted' },
  'account.operator_handed_over': { did: 'The installation was handed over, at the machine' },
  'account.export_requested': { did: 'A copy of your data was asked for' },
  'account.export_downloaded': { did: 'A copy of your data was downloaded' },
  'account.secured': { did: (facts) => `You secured your account.${ended(facts)}` },

  'two_factor.enrolment_begun': { did: (facts) => `Setting up the authenticator app${named(facts)} was begun` },
  'two_factor.authenticator_added': {
    did: (facts) =>
      facts.first === true
        ? `Two-factor authentication was switched on, with the app${named(facts)}.${ended(facts)}`
        : `The authenticator app${named(facts)} was added.${ended(facts)}`,
    tried: 'Adding an authenticator app was refused',
  },
  'two_factor.authenticator_renamed': { did: 'An authenticator app was renamed' },
  'two_factor.authenticator_removed': {
    did: (facts) => `The authenticator app${named(facts)} was removed.${ended(facts)}`,
    tried: 'Removing an authenticator app was refused',
  },
  'two_factor.backup_codes_replaced': { did: 'New backup codes were made; the old ones are worthless' },
  'two_factor.disabled': {
    did: (facts) => `Two-factor authentication was switched off.${ended(facts)}`,
    tried: 'Switching off two-factor authentication was refused',
  },
  'two_factor.reset': { did: (facts) => `The operator switched off two-factor authentication.${ended(facts)}` },
  'two_factor.device_distrusted': { did: 'A browser is asked for a second factor again' },
  'two_factor.devices_distrusted': { did: 'Every browser is asked for a second factor again' },

  'passkeys.added': { did: (facts) => `The passkey${named(facts)} was added` },
  'passkeys.renamed': { did: 'A passkey was renamed' },
  'passkeys.removed': { did: (facts) => `The passkey${named(facts)} was deleted.${ended(facts)}` },

  'key.created': { did: (facts) => `The API key${named(facts)} was made`, tried: 'Making an API key was refused' },
  'key.changed': { did: 'An API key was changed' },
  'key.rotated': { did: (facts) => `The API key${named(facts)} was rotated`, tried: 'Rotating an API key was refused' },
  'key.revoked': { did: (facts) => `The API key${named(facts)} was revoked`, tried: 'Revoking an API key was refused' },
  'key.revoked_as_leaked': { did: (facts) => `The API key${named(facts)} was shown to us as leaked, and revoked` },
  'key.used': { did: (facts) => `The API key${named(facts)} was used` },
  'key.used_from_new_address': { did: (facts) => `The API key${named(facts)} was used from a new address` },

  'project.created': { did: (facts) => `The project${named(facts)} was made` },
  'project.changed': { did: (facts) => `The project${named(facts)} was changed` },
  'project.archived': { did: (facts) => `The project${named(facts)} was archived` },
  'project.unarchived': { did: (facts) => `The project${named(facts)} was taken back from the archive` },
  'project.deleted': { did: (facts) => `The project${named(facts)} was deleted with everything in it` },
  'suite.created': { did: (facts) => `The suite${named(facts)} was made` },
  'suite.changed': { did: 'A suite was renamed' },
  'suite.deleted': { did: (facts) => `The suite${named(facts)} was deleted` },
  'case.created': { did: (facts) => `The test case${named(facts)} was added` },
  'case.changed': { did: (facts) => `The test case${named(facts)} was changed` },
  'case.deleted': { did: (facts) => `The test case${named(facts)} was deleted` },
  'schedule.created': { did: (facts) => `A schedule of ${facts.project} was made` },
  'schedule.changed': { did: (facts) => `A schedule of ${facts.project} was changed` },
  'schedule.deleted': { did: (facts) => `A schedule of ${facts.project} was deleted` },
  'schedule.paused': { did: 'A schedule was paused: the plan has no test runs left' },
  'schedule.without_tests': { did: 'A schedule found nothing to test' },
  'schedule.resumed': { did: 'A paused schedule runs again' },
  'account.erased': { did: 'Your account was deleted' },
  'usage.reported': { did: 'Use that happened elsewhere was reported' },
  'usage.alerts_changed': { did: 'When you are told of use was changed' },

  'crawl.started': { did: 'A crawl was started' },
  'crawl.cancelled': { did: 'A crawl was cancelled' },
  'run.started': { did: 'A test run was started' },
  'run.cancelled': { did: 'A test run was cancelled' },
  'run.finished': { did: 'A test run finished' },
  'run.reported': { did: 'Results of a test run were reported' },
  'baseline.reviewed': { did: 'A changed picture was reviewed' },
  'ci.triggered': { did: 'A pipeline started tests or a crawl' },
  'runner.job_finished': { did: 'A runner reported a result' },
  'runner.job_enqueued': { did: 'A job for a runner was added' },

  ...auditSentences,
  ...teamSentences,

  ...billingSentences,
  ...notificationSentences,

  'operate.letter_read': { did: 'You read a letter in the outbox' },
  'operate.letter_retried': { did: 'You sent a letter in the outbox again' },
}

/** Why something was refused, by the code of the refusal. */
export const reasons: Record<string, string> = {
  sign_in_refused: 'the password was wrong',
  payment_declined: 'the payment was declined',
  password_wrong: 'the password was wrong',
  current_password_wrong: 'the current one was wrong',
  password_change_due: 'a new password is due',
  too_many_attempts: 'too many attempts',
  too_many_codes: 'too many codes were tried',
  code_wrong: 'the code was wrong',
  code_used: 'the code had been used already',
  codes_closed: 'codes were tried too often',
  passkey_refused: 'the passkey was not accepted',
  passkey_out_of_step: 'the passkey may have been copied',
  last_authenticator: 'it was the last one',
  role_not_yours: 'only roles below one’s own can be given and taken',
  owner_protected: 'an owner steps down only by themselves',
  last_owner: 'a team always has an owner',
  team_asks_second_factor: 'a team needs an owner with two-factor authentication',
  scope_beyond_role: 'it would have had more rights than you',
  service_key_by_admins: 'only owners and admins make team keys',
  not_your_key: 'it is somebody else’s',
}

/** What the part of an action before its dot is called where events are filtered and grouped. */
export const areas: Record<string, string> = {
  auth: 'Signing in',
  account: 'Account',
  two_factor: 'Two-factor authentication',
  passkeys: 'Passkeys',
  key: 'API keys',
  operate: 'Installation',
  team: 'Team',
  project: 'Projects',
  suite: 'Projects',
  case: 'Projects',
  schedule: 'Schedules',
  run: 'Runs and crawls',
  crawl: 'Runs and crawls',
  baseline: 'Runs and crawls',
  ci: 'Runs and crawls',
  runner: 'Runs and crawls',
  billing: 'Billing',
  usage: 'Usage',
  notifications: 'Notifications',
  slack: 'Notifications',
  webhook: 'Notifications',
  audit: 'Audit log',
}

/** The same event as others read it in a team’s log, where who did it stands beside the sentence. */
export function sentenceForOthers(action: string, facts: Facts): string {
  const said = sentenceOf(action, facts)
  const known = forOthers.get(said)
  if (known !== undefined) return known
  if (forOthers.size >= mostForOthers) forOthers.clear()
  const told = toldByOthers(said)
  forOthers.set(said, told)
  return told
}

// An export tells millions of entries in a few hundred sentences.
const forOthers = new Map<string, string>()
const mostForOthers = 2_000

const toldByOthers = (sentence: string): string =>
  sentence
    .replace(/^You (\w)/, (_, first: string) => first.toUpperCase())
    .replace(/\bYour (?=\w)/g, 'Their ')
    .replace(/\byour (?=\w)/g, 'their ')
    .replace(/\byours\b/g, 'theirs')
    .replace(/\byou\b/g, 'them')
    .replace('that it is them', 'who they are')

/** An event as its person reads it; ends with a full stop. */
export function sentenceOf(action: string, facts: Facts): string {
  const sentence = sentences[action]
  if (isRefusal(facts)) return stopped(refusal(sentence?.tried, action, facts.refused))
  const { did } = sentence ?? { did: `Recorded: ${inGeneral(action)}` }
  return stopped(typeof did === 'function' ? did(facts) : did)
}

/** Whether it was tried and refused. A number by that name counts refused things of an act that was done. */
export const isRefusal = (facts: Facts): facts is Facts & { refused: string } => typeof facts.refused === 'string'

const refusal = (tried: string | undefined, action: string, code: string): string =>
  `${tried ?? `Refused: ${inGeneral(action)}`}: ${reasons[code] ?? inGeneral(code)}`

// An act of a later version, read by an earlier one during an upgrade: still no code on a page.
const inGeneral = (name: string): string => name.replace(/[._-]/g, ' ')

const stopped = (text: string): string => (text.endsWith('.') ? text : `${text}.`)
