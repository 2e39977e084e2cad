import { useQuery } from '@tanstack/react-query'
import type { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { Checkbox } from '#web/kit/checkbox.tsx'
import { Field } from '#web/kit/field.tsx'
import { SaveCard } from '#web/kit/save-card.tsx'
import { Section } from '#web/kit/section.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { commonThresholds } from '../meters.ts'
import css from './alerts-card.module.css'
import { type Alerts, alertsQuery, rememberAlerts, rememberedVersion, type Usage } from './usage-query.ts'
import { readPercentages, thresholdSays } from './usage-words.ts'

const title = 'Usage alerts'
const description =
  'Owners, admins and the billing role are told once per threshold and period, and again when there is room. Each of them chooses how under Notifications.'

/** When people are told, and what they were told. */
export function AlertsCard({ team, usage }: { team: string; usage: Usage }) {
  const { data: alerts, error } = useQuery(alertsQuery(team))
  if (alerts && usage.mayManage) return <AlertsForm team={team} usage={usage} alerts={alerts} />
  return (
    <Section id="alerts" title={title} description={description}>
      {!alerts &&
        (error ? <p className={css.note}>{error.message}</p> : <Skeleton lines={3} what="Reading the alerts" />)}
      {alerts && (
        <>
          <Thresholds further={alerts.thresholds} usage={usage} />
          <p className={css.note}>
            {alerts.pace ? 'A pace that will not last is told as well. ' : ''}Owners and admins can change this.
          </p>
        </>
      )}
    </Section>
  )
}

const valuesOf = ({ thresholds, pace }: Alerts) => ({ thresholds: thresholds.join(', '), pace: pace ? 'yes' : '' })

function AlertsForm({ team, usage, alerts }: { team: string; usage: Usage; alerts: Alerts }) {
  const form = useForm({
    initial: valuesOf(alerts),
    labels: { thresholds: 'Further percentages', pace: 'Pace alert' },
    check: ({ thresholds }) => {
      const read = readPercentages(thresholds)
      if (!read) return { thresholds: 'Write whole percentages from 1 to 99, such as 50, 75.' }
      return read.length > 10 ? { thresholds: 'At most ten.' } : {}
    },
    save: async ({ thresholds, pace }) => {
      const body = { thresholds: readPercentages(thresholds) ?? [], pace: pace === 'yes' }
      const saved = await api.put('/teams/{team}/usage/alerts', {
        params: { team },
        body,
        ifMatch: rememberedVersion(team),
      })
      rememberAlerts(team, saved)
      return valuesOf(saved)
    },
    stored: (refusal: ApiRefusal) => {
      const current = refusal.body.current as Alerts
      rememberAlerts(team, current)
      return valuesOf(current)
    },
  })
  const pace = form.field('pace')
  return (
    <SaveCard id="alerts" title={title} description={description} form={form}>
      <Thresholds further={alerts.thresholds} usage={usage} />
      <Field
        {...form.field('thresholds')}
        optional
        inputMode="text"
        autoComplete="off"
        placeholder="50, 75"
        hint="Up to ten, for all four meters. One that is passed already is told at once."
      />
      <Checkbox
        label="Tell us when the pace will not last"
        hint="Once per period, when a quarter is used and the rest would run out before the period ends."
        checked={pace.value === 'yes'}
        onChange={(checked) => pace.onChange(checked ? 'yes' : '')}
      />
    </SaveCard>
  )
}

/** Every percentage with the counts it stands for. */
function Thresholds({ further, usage }: { further: readonly number[]; usage: Usage }) {
  const all = [...new Set([...further, ...commonThresholds])].sort((one, other) => one - other)
  return (
    <dl className={css.thresholds}>
      {all.map((percent) => (
        <div key={percent}>
          <dt>{percent} %</dt>
          <dd>{thresholdSays(percent, usage.meters)}</dd>
        </div>
      ))}
    </dl>
  )
}
