import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAccount } from '#web/account.ts'
import { Banner } from '#web/kit/banner.tsx'
import { Field } from '#web/kit/field.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { PasswordField } from '#web/kit/password-field.tsx'
import { SaveCard } from '#web/kit/save-card.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { changePassword } from './change-password.ts'
import css from './password-card.module.css'
import { passwordQuery } from './security-queries.ts'

const blank = { current: '', next: '', confirm: '' }
const differs = 'This is not what you typed above.'

/** Change Password: current, new, and once more; what ends with it is named before the button is pressed. */
export function PasswordCard() {
  const { email, fullName, company } = useAccount()
  const { data: state } = useQuery(passwordQuery)
  const [left, setLeft] = useState(false)
  const [says, setSays] = useState('')
  const form = useForm({
    initial: blank,
    labels: { current: 'Current Password', next: 'New Password', confirm: 'Confirm New Password' },
    needsEdit: false,
    check: ({ current, next, confirm }) => ({
      current: current === '' ? 'Enter your current password.' : undefined,
      next: next === '' ? 'Choose a new password.' : undefined,
      confirm: next !== confirm ? differs : undefined,
    }),
    save: async (values) => {
      setSays('')
      setSays(await changePassword(values))
      setLeft(false)
      return blank
    },
  })
  const confirm = form.field('confirm')
  const { next } = form.values
  const wrong = confirm.error ?? (left && confirm.value !== '' && confirm.value !== next ? differs : undefined)
  return (
    <SaveCard
      id="password"
      title="Change Password"
      description="Verify your identity with your existing password, then choose a strong one."
      form={form}
      action="Change Password"
    >
      {state?.due && (
        <Banner tone="warn" title="A new password is due">
          <p>You secured your account. Until you choose a new password here, nobody can sign in with the old one.</p>
        </Banner>
      )}
      {/* Password managers look for the account that a password belongs to. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <Field {...form.field('current')} type="password" autoComplete="current-password" />
      <PasswordField {...form.field('next')} minimum={state?.minimum ?? 8} context={[fullName, email, company]} />
      <Field
        {...confirm}
        error={wrong}
        type="password"
        autoComplete="new-password"
        hint="Re-enter your new password to confirm."
        onBlur={() => setLeft(true)}
        onFocus={() => setLeft(false)}
      />
      {says === '' || form.edited ? <Ends others={state?.otherSessions ?? 0} /> : <Done says={says} />}
    </SaveCard>
  )
}

function Ends({ others }: { others: number }) {
  return (
    <p className={css.ends}>
      <Icon name="leave" size={16} />
      {others === 0
        ? 'You stay signed in here; you are signed in nowhere else.'
        : `Also signs out ${others} other ${others === 1 ? 'session' : 'sessions'}. You stay signed in here.`}
    </p>
  )
}

// Visible only: the live regions read out the same.
const Done = ({ says }: { says: string }) => (
  <p className={css.done}>
    <Icon name="check" size={16} />
    {says}
  </p>
)
