import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Field } from '#web/kit/field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { remember } from '#web/queries.ts'
import { useTeam } from '#web/team.ts'
import css from './cards.module.css'
import { slackQuery } from './queries.ts'

/** Connects a channel by the address of an incoming webhook. */
export function SlackWebhookForm({ again }: { again: boolean }) {
  const { id: team } = useTeam()
  const form = useForm({
    initial: { url: '', label: '' },
    labels: { url: 'Incoming webhook address', label: 'Channel' },
    async save(body) {
      const slack = await api.put('/teams/{team}/slack/webhook', { params: { team }, body })
      remember(slackQuery(team).queryKey, slack)
      announce('Slack is connected.')
      return { url: '', label: '' }
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
        placeholder="https://hooks.slack.com/services/…"
        hint="In Slack: Apps → Incoming Webhooks → Add to Slack, choose a channel, copy the address. It is stored encrypted and never shown again."
      />
      <Field {...form.field('label')} optional placeholder="#alerts" hint="What this page calls it." />
      <div>
        <Button type="submit" reason={form.reason} busy={form.saving}>
          {again ? 'Use this webhook instead' : 'Connect this webhook'}
        </Button>
      </div>
    </form>
  )
}
