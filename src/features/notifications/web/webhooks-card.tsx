import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { Checkbox } from '#web/kit/checkbox.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Field } from '#web/kit/field.tsx'
import { ItemList } from '#web/kit/item-list.tsx'
import { Section } from '#web/kit/section.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { useTeam } from '#web/team.ts'
import css from './cards.module.css'
import { webhooksQuery } from './queries.ts'
import { WebhookItem } from './webhook-item.tsx'
import { WebhookSecretDialog } from './webhook-secret-dialog.tsx'
import { type WebhookType, webhookTypes } from './webhook-types.ts'

/** The programs a team tells, with a signature they can check. */
export function WebhooksCard() {
  const { id: team } = useTeam()
  const { data } = useSuspenseQuery(webhooksQuery(team))
  const [secret, setSecret] = useState('')
  return (
    <Section
      id="webhooks"
      title="Outgoing webhooks"
      description="Every event as JSON to your own program, signed in X-AegisRunner-Signature. What is not taken is tried again for a day, and can be told once more."
    >
      {data.items.length === 0 ? (
        <EmptyState title="No webhooks">Add an address below, and it is told of every event of the team.</EmptyState>
      ) : (
        <ItemList name="Outgoing webhooks">
          {data.items.map((hook) => (
            <WebhookItem key={hook.id} hook={hook} onSecret={setSecret} />
          ))}
        </ItemList>
      )}
      <AddWebhook onSecret={setSecret} />
      {secret && <WebhookSecretDialog secret={secret} onStored={() => setSecret('')} />}
    </Section>
  )
}

function AddWebhook({ onSecret }: { onSecret(secret: string): void }) {
  const { id: team } = useTeam()
  const known = useQueryClient()
  const [types, setTypes] = useState<WebhookType[]>([])
  const form = useForm({
    initial: { url: '' },
    labels: { url: 'Address' },
    async save({ url }) {
      const { secret } = await api.post('/teams/{team}/webhooks', { params: { team }, body: { url, types } })
      await known.invalidateQueries({ queryKey: webhooksQuery(team).queryKey })
      onSecret(secret)
      setTypes([])
      return { url: '' }
    },
  })
  return (
    <form
      className={css.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <ErrorSummary form={form} />
      <Field
        {...form.field('url')}
        spellCheck={false}
        autoComplete="off"
        placeholder="https://example.com/hooks/aegisrunner"
      />
      <fieldset className={css.types}>
        <legend>Tell it of (none ticked: everything)</legend>
        {Object.entries(webhookTypes).map(([type, label]) => (
          <Checkbox
            key={type}
            label={label}
            checked={types.includes(type as WebhookType)}
            onChange={(on) => setTypes(on ? [...types, type as WebhookType] : types.filter((one) => one !== type))}
          />
        ))}
      </fieldset>
      <div>
        <Button type="submit" reason={form.reason} busy={form.saving}>
          Add webhook
        </Button>
      </div>
    </form>
  )
}
