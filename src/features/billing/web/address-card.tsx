import type { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { Field, FieldFrame } from '#web/kit/field.tsx'
import { SaveCard } from '#web/kit/save-card.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { queries } from '#web/queries.ts'
import css from './address-card.module.css'
import { type Billing, billingQuery, rememberBilling } from './billing-query.ts'

type Address = Billing['profile'] & Record<string, string>

const labels = {
  name: 'Name on the invoice',
  address: 'Address',
  country: 'Country',
  taxId: 'VAT or tax id',
  poNumber: 'Purchase order number',
} satisfies Record<keyof Billing['profile'], string>

/** Whom invoices are written to. */
export function AddressCard({ team, billing }: { team: string; billing: Billing }) {
  const remember = (answer: Billing): Address => {
    rememberBilling(team, answer)
    return answer.profile
  }
  const form = useForm<Address>({
    initial: billing.profile,
    labels,
    save: async ({ name = '', address = '', country = '', taxId = '', poNumber = '' }) => {
      const version = queries.getQueryData(billingQuery(team).queryKey)?.version ?? billing.version
      const body = { name, address, country, taxId, poNumber }
      return remember(await api.put('/teams/{team}/billing/profile', { params: { team }, body, ifMatch: version }))
    },
    stored: (refusal: ApiRefusal) => remember(refusal.body.current as Billing),
  })
  const address = form.field('address')
  return (
    <SaveCard
      id="address"
      title="Billing address"
      description="Stands on every invoice issued from now on."
      form={form}
    >
      <Field {...form.field('name')} autoComplete="organization" optional hint="The team’s name when left empty." />
      <FieldFrame id={address.id} label={address.label} error={address.error} optional>
        {(control) => (
          <textarea
            {...control}
            className={`${control.className} ${css.lines}`}
            name="address"
            rows={3}
            autoComplete="street-address"
            value={address.value}
            onChange={(event) => address.onChange(event.target.value)}
          />
        )}
      </FieldFrame>
      <Field {...form.field('country')} autoComplete="country-name" optional />
      <div className={css.pair}>
        <Field {...form.field('taxId')} optional />
        <Field {...form.field('poNumber')} optional />
      </div>
    </SaveCard>
  )
}
