import { Link } from '@tanstack/react-router'
import { Banner } from '#web/kit/banner.tsx'
import { buttonClass } from '#web/kit/button.tsx'
import css from './secure-card.module.css'
import type { Taken } from './secure-card.tsx'

const words: Record<Taken[number]['what'], (count: number) => string> = {
  sessions: (count) => `${count} other ${count === 1 ? 'session' : 'sessions'} signed out`,
  devices: (count) => `${count} ${count === 1 ? 'browser' : 'browsers'} forgotten`,
  email_change: () => 'The change of your address was cancelled',
  deletion: () => 'The deletion of your account was cancelled',
  keys: (count) => `${count} API ${count === 1 ? 'key' : 'keys'} revoked`,
  passkeys: (count) => `${count} ${count === 1 ? 'passkey' : 'passkeys'} removed`,
  backup_codes: (count) => `${count} backup ${count === 1 ? 'code' : 'codes'} made worthless`,
}

/** What “Secure my account” took away, and what the person does next. */
export function SecuredOutcome({ taken }: { taken: Taken }) {
  const newCodes = taken.some(({ what }) => what === 'backup_codes')
  return (
    <Banner
      tone="good"
      title="Your account is secured"
      actions={
        <>
          <Link to="/settings/security" hash="password" className={buttonClass('primary')}>
            Choose a new password
          </Link>
          {newCodes && (
            <Link to="/settings/security" hash="two-factor" className={buttonClass('plain')}>
              Make new backup codes
            </Link>
          )}
        </>
      }
    >
      {taken.length === 0 ? (
        <p>Nobody else held anything. We sent you a receipt.</p>
      ) : (
        <>
          <ul className={css.taken}>
            {taken.map(({ what, count }) => (
              <li key={what}>{words[what](count)}</li>
            ))}
          </ul>
          <p>We sent you a receipt. Then look through your authenticator apps above.</p>
        </>
      )}
    </Banner>
  )
}
