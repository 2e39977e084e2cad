import { useEffect, useState } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { Checkbox } from '#web/kit/checkbox.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Field } from '#web/kit/field.tsx'
import { ItemList, ItemRow, smallButton } from '#web/kit/item-list.tsx'
import { Section } from '#web/kit/section.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { type Billing, rememberBilling } from './billing-query.ts'
import css from './contacts-card.module.css'

type Contact = Billing['contacts'][number]
type Kind = Contact['kinds'][number]

const kindWords: Record<Kind, string> = {
  payment_due: 'Payment due',
  payment_failed: 'Payment failed',
  receipt: 'Receipts with the invoice',
  plan_changed: 'Changes of plan',
}
const kinds = Object.keys(kindWords) as Kind[]

/** Who outside the team gets letters about money: bookkeeping, say. */
export function ContactsCard({ team, billing }: { team: string; billing: Billing }) {
  const { contacts, version } = billing
  const [chosen, setChosen] = useState<Kind[]>(['receipt'])
  const replace = async (next: Contact[]) =>
    rememberBilling(
      team,
      await api.put('/teams/{team}/billing/contacts', { params: { team }, body: { contacts: next }, ifMatch: version }),
    )
  const add = useForm({
    initial: { email: '' },
    labels: { email: 'E-mail address' },
    needsEdit: false,
    check: ({ email }) => ({ email: email.trim() === '' ? 'Write an e-mail address.' : undefined }),
    save: async ({ email }) => {
      await replace([...contacts, { email: email.trim(), kinds: chosen }])
      announce(`${email} gets these letters.`)
      return { email: '' }
    },
  })
  const [going, setGoing] = useState<Contact>()
  const remove = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      await replace(contacts.filter((one) => one !== going))
      announce('The contact was removed.')
    },
  })
  useEffect(() => {
    if (!going) return
    void remove.submit()
    setGoing(undefined)
  }, [going, remove])
  return (
    <Section
      id="contacts"
      title="Billing contacts"
      description="The owner and people with the billing role get letters about money anyway. Others, such as bookkeeping, are named here, each with the letters they need."
    >
      <ErrorSummary form={remove} />
      {contacts.length > 0 && (
        <ItemList name="Billing contacts">
          {contacts.map((contact) => (
            <li key={contact.email}>
              <ItemRow
                name={contact.email}
                actions={
                  <Button
                    look="quiet"
                    className={smallButton}
                    aria-label={`Remove ${contact.email}`}
                    onClick={() => setGoing(contact)}
                  >
                    Remove
                  </Button>
                }
              >
                {contact.kinds.map((kind) => kindWords[kind]).join(' · ')}
              </ItemRow>
            </li>
          ))}
        </ItemList>
      )}
      <form
        className={css.form}
        noValidate
        aria-label="Add a billing contact"
        onSubmit={(event) => {
          event.preventDefault()
          void add.submit()
        }}
      >
        <ErrorSummary form={add} />
        <Field {...add.field('email')} type="email" autoComplete="off" />
        <fieldset className={css.kinds}>
          <legend>Letters</legend>
          {kinds.map((kind) => (
            <Checkbox
              key={kind}
              label={kindWords[kind]}
              checked={chosen.includes(kind)}
              onChange={(on) => setChosen(on ? [...chosen, kind] : chosen.filter((one) => one !== kind))}
            />
          ))}
        </fieldset>
        <div>
          <Button
            type="submit"
            busy={add.saving}
            reason={chosen.length === 0 ? 'Choose at least one kind of letter.' : undefined}
          >
            Add contact
          </Button>
        </div>
      </form>
    </Section>
  )
}
