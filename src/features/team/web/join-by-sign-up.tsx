import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { accountQuery, browserZone } from '#web/account.ts'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { DialogActions } from '#web/kit/dialog.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Field } from '#web/kit/field.tsx'
import { PasswordField } from '#web/kit/password-field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { queries } from '#web/queries.ts'
import { QuietPage } from '#web/shell/quiet-page.tsx'
import type { Found } from './invitation-found.tsx'
import { invitationLead } from './invitation-words.ts'
import css from './team.module.css'

interface JoinBySignUpProps {
  token: string
  found: Found
  note: ReactNode
  decline(): Promise<void>
}

/** Makes an account with the invited address and joins. The letter has proven the mailbox, so no second letter is needed. */
export function JoinBySignUp({ token, found, note, decline }: JoinBySignUpProps) {
  const router = useRouter()
  const { email, passwordMinimum, maySignUp, message, team } = found
  const form = useForm({
    initial: { fullName: '', password: '' },
    labels: { fullName: 'Full Name', password: 'Password' },
    needsEdit: false,
    check: ({ fullName, password }) => ({
      fullName: fullName.trim() === '' ? 'Enter your name.' : undefined,
      password:
        password === ''
          ? 'Choose a password.'
          : [...password].length < passwordMinimum
            ? `Use at least ${passwordMinimum} characters.`
            : undefined,
    }),
    save: async ({ fullName, password }) => {
      const body = { token, fullName, password, timezone: browserZone() }
      const { teamId } = await api.post('/auth/sign-ups/invitation', { body })
      queries.clear()
      await queries.fetchQuery(accountQuery)
      await router.navigate({ to: '/welcome', search: { team: teamId } })
    },
  })
  return (
    <QuietPage title={`Join ${team}`} lead={invitationLead(found)}>
      {message && <blockquote className={css.quote}>{message}</blockquote>}
      {note}
      {maySignUp ? (
        <form
          noValidate
          className={css.form}
          aria-label="Make an account"
          onSubmit={(event) => {
            event.preventDefault()
            void form.submit()
          }}
        >
          <p className={css.small}>Your account gets the invited address, {email}.</p>
          <ErrorSummary form={form} />
          <input type="hidden" autoComplete="username" value={email} readOnly />
          <Field {...form.field('fullName')} autoComplete="name" maxLength={100} />
          <PasswordField
            {...form.field('password')}
            minimum={passwordMinimum}
            context={[form.values.fullName, email]}
          />
          <DialogActions>
            <Button type="submit" look="primary" busy={form.saving}>
              Make my account and join
            </Button>
            <Button look="quiet" onClick={() => void decline()}>
              Decline
            </Button>
          </DialogActions>
        </form>
      ) : (
        <p>New accounts are closed on this installation. Ask its operator.</p>
      )}
    </QuietPage>
  )
}
