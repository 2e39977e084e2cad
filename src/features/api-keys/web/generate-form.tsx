import { useRef } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { CardForm } from '#web/kit/card-form.tsx'
import { ChoiceGroup } from '#web/kit/choice-group.tsx'
import { Field, FieldFrame } from '#web/kit/field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { ExpiryChoice } from './expiry-choice.tsx'
import css from './generate-form.module.css'
import { bodyOf, checkGenerate, firstValues, generateLabels } from './generate-values.ts'
import { GrantSentence } from './grant-sentence.tsx'
import type { Offers } from './keys-query.ts'
import type { NewSecret } from './new-secret.ts'
import { ProjectChoice } from './project-choice.tsx'
import { repeatableKey } from './repeatable.ts'
import { ScopeChoice } from './scope-choice.tsx'

interface GenerateFormProps {
  team: { id: string; name: string }
  offers: Offers
  onCancel(): void
  onMade(made: NewSecret): void
}

/** Asks what a new key is for, what it may do and until when. The server demands a proof of identity, for which the dialog opens by itself. */
export function GenerateForm({ team, offers, onCancel, onMade }: GenerateFormProps) {
  const possible = offers.scopes.filter(({ grantable }) => grantable).map(({ id }) => id)
  const attempt = useRef(repeatableKey())
  const form = useForm({
    initial: firstValues(offers),
    labels: generateLabels,
    needsEdit: false,
    check: checkGenerate,
    save: async (values) => {
      const body = bodyOf(values, offers)
      const idempotencyKey = attempt.current(JSON.stringify(body))
      const made = await api.post('/teams/{team}/keys', { params: { team: team.id }, body, idempotencyKey })
      announce(`The key ${made.key.name} was generated.`)
      onMade({
        keyId: made.key.id,
        name: made.key.name,
        secret: made.secret,
        snippets: made.snippets,
        oldUsedUntil: null,
      })
    },
  })
  return (
    <CardForm title="Generate API Key" form={form} action="Generate the key" onCancel={onCancel}>
      <Field
        {...form.field('name')}
        autoComplete="off"
        maxLength={100}
        hint="Say where it is used, so that everybody knows later what stops without it: “CI main, GitHub Actions” or “Grafana reporting”."
      />
      <ChoiceGroup
        {...form.field('kind')}
        choices={[
          {
            value: 'personal',
            label: 'Mine',
            says: 'Acts for you, never with more than your role allows, and ends when you leave the team.',
          },
          {
            value: 'service',
            label: 'The team’s own',
            says: 'A service key: it stays when people leave. Its highest role is admin.',
            reason: offers.mayMakeServiceKeys ? undefined : 'Only owners and admins can make one.',
          },
        ]}
      />
      <ScopeChoice {...form.field('scopes')} offers={offers} possible={possible} />
      <ProjectChoice projects={offers.projects} reach={form.field('reach')} chosen={form.field('projects')} />
      <ExpiryChoice preset={form.field('expiresInDays')} custom={form.field('days')} longest={offers.longestDays} />
      <FieldFrame
        {...form.field('ipList')}
        optional
        hint="Addresses or ranges, one per line: 203.0.113.7 or 2001:db8::/32. With none the key works from everywhere."
      >
        {(control) => (
          <textarea
            {...control}
            className={css.addresses}
            rows={2}
            spellCheck={false}
            value={form.values.ipList}
            onChange={(event) => form.field('ipList').onChange(event.target.value)}
          />
        )}
      </FieldFrame>
      <GrantSentence values={form.values} team={team.name} offers={offers} />
    </CardForm>
  )
}
