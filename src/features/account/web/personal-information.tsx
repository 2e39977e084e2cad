import { type Account, rememberAccount, rememberedAccount, useAccount } from '#web/account.ts'
import type { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { Field } from '#web/kit/field.tsx'
import { SaveCard } from '#web/kit/save-card.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { LoginEmail } from './login-email.tsx'
import css from './personal-information.module.css'
import { type ProfileValues, patchOf, valuesOf } from './profile-values.ts'
import { ZoneField } from './zone-field.tsx'

const labels = {
  fullName: 'Full Name',
  phone: 'Phone',
  timezone: 'Timezone',
  company: 'Company',
  jobTitle: 'Job Title',
} satisfies Record<keyof ProfileValues, string>

/** The card with a person's own data and one Save. What a field may hold is decided by the server alone. */
export function PersonalInformation({ onChangeEmail }: { onChangeEmail(): void }) {
  const account = useAccount()
  const form = useForm<ProfileValues>({ initial: valuesOf(account), labels, save, stored })
  return (
    <SaveCard
      id="personal"
      title="Personal information"
      description="Your name appears wherever you act: in teams, runs and the audit log."
      form={form}
    >
      <Field {...form.field('fullName')} autoComplete="name" />
      <LoginEmail onChange={onChangeEmail} />
      <Field
        {...form.field('phone')}
        type="tel"
        autoComplete="tel"
        inputMode="tel"
        optional
        hint={
          <>
            With + and the country code, for example <span className={css.example}>+49 30 901820</span>.
          </>
        }
      />
      <ZoneField {...form.field('timezone')} />
      <div className={css.pair}>
        <Field {...form.field('company')} autoComplete="organization" optional />
        <Field {...form.field('jobTitle')} autoComplete="organization-title" optional />
      </div>
    </SaveCard>
  )
}

async function save(_: ProfileValues, edits: Partial<ProfileValues>): Promise<ProfileValues> {
  const version = rememberedAccount()?.version ?? 0
  return remember(await api.patch('/account', { body: patchOf(edits), ifMatch: version }))
}

const stored = (refusal: ApiRefusal): ProfileValues => remember(refusal.body.current as Account)

function remember(account: Account): ProfileValues {
  rememberAccount(account)
  return valuesOf(account)
}
