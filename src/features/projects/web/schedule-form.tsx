import { useInfiniteQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { allTimeZones, formatInZone, isTimeZone } from '#platform/zones.ts'
import { useZone } from '#web/account.ts'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { CardForm } from '#web/kit/card-form.tsx'
import { Field } from '#web/kit/field.tsx'
import { useNow } from '#web/kit/now.ts'
import { useForm } from '#web/kit/use-form.ts'
import { isCron, nextTimes } from '../cron.ts'
import { cronWords, schedulePresets } from '../cron-words.ts'
import { Select } from './fields.tsx'
import css from './lists.module.css'
import { refreshProjects, type Schedule, suitesQuery } from './queries.ts'
import { useWhenSaved } from './when-saved.ts'

interface ScheduleFormProps {
  project: { id: string; name: string }
  team: string
  /** The one to be changed; a new one without it. */
  schedule?: Schedule
  onClose(): void
}

const own = 'own'
const presets = [
  ...schedulePresets.map(({ cron, label }) => ({ value: cron as string, label: label as string })),
  { value: own, label: 'A pattern of my own' },
]
const labels = { suite: 'What runs', preset: 'When', cron: 'Pattern', zone: 'Time zone' } as const
const cronHelp = 'Five fields that name a time which comes: minute, hour, day of month, month, weekday.'

/** What runs when, with the next five times as one chooses. */
export function ScheduleForm({ project, team, schedule, onClose }: ScheduleFormProps) {
  const zone = useZone()
  const version = useRef(schedule?.version ?? 0)
  const { data } = useInfiniteQuery(suitesQuery(team, project.id, '', 200))
  const suites = data?.pages.flatMap((page) => page.items) ?? []
  const known = presets.some(({ value }) => value === schedule?.cron)
  const form = useForm({
    initial: {
      suite: schedule?.suite?.id ?? '',
      preset: schedule ? (known ? schedule.cron : own) : '0 9 * * 1-5',
      cron: schedule?.cron ?? '0 9 * * 1-5',
      zone: schedule?.zone ?? zone,
    },
    labels,
    needsEdit: false,
    check: (values) => ({
      cron: isCron(cronOf(values)) ? undefined : cronHelp,
      zone: isTimeZone(values.zone.trim())
        ? undefined
        : 'This is not a time zone we know. Write one such as Europe/Berlin.',
    }),
    save: async (values) => {
      const body = { suiteId: values.suite || null, cron: cronOf(values), zone: values.zone.trim() }
      if (schedule) {
        const params = { team, schedule: schedule.id }
        await api.patch('/teams/{team}/schedules/{schedule}', { params, body, ifMatch: version.current })
      } else {
        await api.post('/teams/{team}/projects/{project}/schedules', { params: { team, project: project.id }, body })
      }
      await refreshProjects()
      announce('The schedule is saved.')
    },
  })
  useWhenSaved(form, onClose)
  const suiteChoices = [
    { value: '', label: 'The whole project' },
    ...withChosen(suites, schedule).map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <CardForm
      title={schedule ? 'Change the schedule' : 'New schedule'}
      form={form}
      action={schedule ? 'Save Changes' : 'Make the schedule'}
      onCancel={onClose}
    >
      <Select {...form.field('suite')} choices={suiteChoices} />
      <Select {...form.field('preset')} choices={presets} />
      {form.values.preset === own && (
        <Field
          {...form.field('cron')}
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          hint="Minute, hour, day of month, month, weekday, as in cron: 30 2 * * 1-5."
        />
      )}
      <Field
        {...form.field('zone')}
        autoComplete="off"
        spellCheck={false}
        list={zonesId}
        hint="Its clocks decide, also when they are moved."
      />
      <Zones />
      <Preview cron={cronOf(form.values)} zone={form.values.zone.trim()} />
    </CardForm>
  )
}

const cronOf = ({ preset, cron }: { preset: string; cron: string }): string =>
  preset === own ? cron.trim().replace(/\s+/g, ' ') : preset

// The suite of a schedule can be one that is not among the first.
const withChosen = (suites: readonly { id: string; name: string }[], schedule?: Schedule) =>
  schedule?.suite && !suites.some(({ id }) => id === schedule.suite?.id) ? [schedule.suite, ...suites] : suites

const zonesId = 'schedule-zones'
const Zones = () => (
  <datalist id={zonesId}>
    {allTimeZones().map((name) => (
      <option key={name} value={name} />
    ))}
  </datalist>
)

/** The next five times, on the clocks of the schedule. */
function Preview({ cron, zone }: { cron: string; zone: string }) {
  const now = useNow()
  if (!isCron(cron) || !isTimeZone(zone)) return null
  return (
    <div>
      <p className={css.note}>{cronWords(cron)}. The next five times:</p>
      <ol className={css.times}>
        {nextTimes(cron, zone, now, 5).map((time) => (
          <li key={time.toISOString()}>{formatInZone(time, zone, 'dateTimeZone')}</li>
        ))}
      </ol>
    </div>
  )
}
