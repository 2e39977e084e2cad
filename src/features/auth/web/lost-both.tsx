import css from './auth-form.module.css'

/** What can be done when neither the app nor the backup codes are there. No letter gets around the second factor, and that is said. */
export function LostBoth() {
  return (
    <details className={css.lost}>
      <summary>Lost both?</summary>
      <p>
        A password, or a mailbox, is not enough to get in here: that is what you enabled two-factor authentication for.
        Look for
      </p>
      <ul>
        <li>the file aegisrunner-backup-codes, a printout, or your password manager;</li>
        <li>a second authenticator app, or the app on a new phone restored from its backup;</li>
        <li>a passkey on another device;</li>
        <li>a browser you trusted in the last 30 days, or one that is still signed in.</li>
      </ul>
      <p>
        If there is none, ask whoever runs this installation. Once sure that it is you, they run{' '}
        <code>aegisrunner admin reset-2fa</code> with your e-mail address: it switches your second factor off, ends your
        sessions and tells your mailbox.
      </p>
    </details>
  )
}
