import { useState } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { Checkbox } from '#web/kit/checkbox.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Field } from '#web/kit/field.tsx'
import { ItemList } from '#web/kit/item-list.tsx'
import { Section } from '#web/kit/section.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { type Billing, rememberBilling } from './billing-query.ts'
import { ContactRow, kindWords } from './contact-row.tsx'
import css from './contacts-card.module.css'
import { useKeptFocus } from './keep-focus.ts'

type Contact = Billing['contacts'][number]
type Kind = Contact['kinds'][number]

const kinds = Object.keys(kindWords) as Kind[]

/** Who outside the team gets letters about money: bookkeeping, say. */
export function ContactsCard({ team, billing }: { team: string; billing: Billing }) {
  const { contacts, version } = billing
  useKeptFocus('contacts form', String(contacts.length))
  const [chosen, setChosen] = useState<Kind[]>(['receipt'])
  const replace = async (next: Pick<Contact, 'email' | 'kinds'>[]) => {
    const body = { contacts: next.map(({ email, kinds }) => ({ email, kinds })) }
    const answer = await api.put('/teams/{team}/billing/contacts', { params: { team }, body, ifMatch: version })
    rememberBilling(team, answer)
    return answer
  }
  const add = useForm({
    initial: { email: '' },
    labels: { email: 'E-mail address' },
    needsEdit: false,
    check: ({ email }) => ({ email: email.trim() === '' ? 'Write an e-mail address.' : undefined }),
    save: async ({ email }) => {
      const written = email.trim()
      const { contacts: now } = await replace([...contacts, { email: written, kinds: chosen }])
      const added = now.find((one) => !contacts.some(({ email }) => email === one.email))
      announce(
        added?.proven ? `${written} gets these letters.` : `A link to confirm the address was sent to ${written}.`,
      )
      return { email: '' }
    },
  })
  return (
    <Section
      id="contacts"
      title="Billing contacts"
      description="The owner and people with the billing role get letters about money anyway. Others, such as bookkeeping, are named here, each with the letters they need. They confirm their address by a link before anything else goes there."
    >
      {contacts.length > 0 && (
        <ItemList name="Billing contacts">
          {contacts.map((contact) => (
            <li key={contact.email}>
              <ContactRow
                team={team}
                contact={contact}
                remove={async () => void (await replace(contacts.filter((one) => one !== contact)))}
              />
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
