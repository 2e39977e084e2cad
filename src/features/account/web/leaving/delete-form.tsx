import { type Duration, days, later, systemClock } from '#platform/clock.ts'
import { formatInZone } from '#platform/zones.ts'
import { useAccount, useZone } from '#web/account.ts'
import { Button } from '#web/kit/button.tsx'
import { ChoiceGroup } from '#web/kit/choice-group.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Field } from '#web/kit/field.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { useUnsaved } from '#web/kit/unsaved.ts'
import { useForm } from '#web/kit/use-form.ts'
import { deletionWord, graceDays } from '../../leaving-limits.ts'
import css from './danger-zone.module.css'
import { deleteAccount } from './delete-account.ts'

const grace: Duration = days(graceDays)

interface DeleteFormProps {
  blocked: boolean
  onCancel(): void
  onScheduled(): void
}

/** When, the password, the word. A second factor is asked for over the form, where there is one; the form goes on afterwards. */
export function DeleteForm({ blocked, onCancel, onScheduled }: DeleteFormProps) {
  const { email } = useAccount()
  const zone = useZone()
  const form = useForm({
    initial: { when: 'in-30-days', password: '', confirm: '' },
    labels: { when: 'When', password: 'Password', confirm: `Type ${deletionWord} to confirm` },
    needsEdit: false,
    check: ({ password, confirm }) => ({
      password: password === '' ? 'Enter your password.' : undefined,
      confirm: confirm.trim() === deletionWord ? undefined : `Type ${deletionWord}, in capital letters.`,
    }),
    save: async (values) => {
      if (await deleteAccount(values)) onScheduled()
    },
  })
  const typed = form.values.confirm.trim() === deletionWord && form.values.password !== ''
  useUnsaved('Delete your account', form.values.password !== '' || form.values.confirm !== '')
  const day = formatInZone(later(systemClock.now(), grace), zone, 'date')
  return (
    <form
      className={css.form}
      noValidate
      aria-label="Delete your account"
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <ErrorSummary form={form} />
      <ChoiceGroup
        {...form.field('when')}
        choices={[
          {
            value: 'in-30-days',
            label: 'In 30 days',
            says: `On ${day}. Until then everything works as before, and you can change your mind.`,
          },
          {
            value: 'now',
            label: 'Now',
            says: 'You are signed out everywhere at once. Nobody can bring anything back.',
          },
        ]}
      />
      {/* Password managers look for the account that a password belongs to. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <Field {...form.field('password')} type="password" autoComplete="current-password" />
      <Field {...form.field('confirm')} autoComplete="off" spellCheck={false} />
      <div className={css.actions}>
        <Button type="submit" look="danger" busy={form.saving} reason={reasonOf({ blocked, typed })}>
          {!form.saving && <Icon name="warning" size={16} />}
          {form.values.when === 'now' ? 'Delete my account now' : `Delete my account on ${day}`}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Keep my account
        </Button>
      </div>
    </form>
  )
}

const reasonOf = ({ blocked, typed }: { blocked: boolean; typed: boolean }): string | undefined =>
  blocked
    ? 'Something must be settled first.'
    : typed
      ? undefined
      : `Enter your password and type ${deletionWord} first.`
