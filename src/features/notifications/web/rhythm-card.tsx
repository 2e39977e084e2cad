import { useSuspenseQuery } from '@tanstack/react-query'
import { useZone } from '#web/account.ts'
import { api } from '#web/client.ts'
import { ChoiceGroup } from '#web/kit/choice-group.tsx'
import { FieldFrame } from '#web/kit/field.tsx'
import { SaveCard } from '#web/kit/save-card.tsx'
import { type FieldProps, useForm } from '#web/kit/use-form.ts'
import { remember } from '#web/queries.ts'
import css from './cards.module.css'
import { clockTime, minuteOf } from './minutes.ts'
import { rhythmQuery } from './queries.ts'

/** When to be told: at once, not at night, or once a day. */
export function RhythmCard() {
  const zone = useZone()
  const { data } = useSuspenseQuery(rhythmQuery)
  const form = useForm({
    initial: {
      when: data.digestAt !== null ? 'digest' : data.quietFrom !== null ? 'quiet' : 'always',
      from: clockTime(data.quietFrom ?? 1320),
      until: clockTime(data.quietUntil ?? 420),
      at: clockTime(data.digestAt ?? 540),
    },
    labels: { when: 'When to tell you', from: 'Quiet from', until: 'Quiet until', at: 'Every day at' },
    async save({ when, from, until, at }) {
      const body = {
        quietFrom: when === 'quiet' ? minuteOf(from) : null,
        quietUntil: when === 'quiet' ? minuteOf(until) : null,
        digestAt: when === 'digest' ? minuteOf(at) : null,
      }
      remember(rhythmQuery.queryKey, await api.put('/account/notification-rhythm', { body }))
    },
  })
  return (
    <SaveCard
      id="quiet-hours"
      title="Quiet hours and digest"
      description={`In your zone, ${zone}. Holds e-mail and direct messages in all your teams; a team’s Slack channel and your inbox are not held. Security, failed payments and reached limits always come at once.`}
      form={form}
    >
      <ChoiceGroup
        {...form.field('when')}
        choices={[
          { value: 'always', label: 'At once', says: 'Day and night.' },
          { value: 'quiet', label: 'Not in quiet hours', says: 'What comes then is one message when they end.' },
          { value: 'digest', label: 'One digest a day', says: 'Everything that can wait, in one message.' },
        ]}
      />
      {form.values.when === 'quiet' && (
        <div className={css.pair}>
          <TimeField {...form.field('from')} />
          <TimeField {...form.field('until')} />
        </div>
      )}
      {form.values.when === 'digest' && (
        <div className={css.pair}>
          <TimeField {...form.field('at')} />
        </div>
      )}
    </SaveCard>
  )
}

function TimeField({ id, name, label, value, error, onChange }: FieldProps) {
  return (
    <FieldFrame id={id} label={label} error={error}>
      {(control) => (
        <input {...control} type="time" name={name} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </FieldFrame>
  )
}
