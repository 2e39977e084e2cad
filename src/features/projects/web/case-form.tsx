import { useRef } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { CardForm } from '#web/kit/card-form.tsx'
import { Field } from '#web/kit/field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { CaseFields } from './case-fields.tsx'
import { type CaseValues, checkCase, definitionOf, newValues, valuesOf } from './case-values.ts'
import { kindNames } from './case-words.ts'
import { Select } from './fields.tsx'
import { type Case, type FullSuite, refreshProjects } from './queries.ts'
import { useWhenSaved } from './when-saved.ts'

interface CaseFormProps {
  team: string
  suite: FullSuite
  /** The one to be changed; a new one without it. */
  of?: Case
  onClose(): void
}

const labels: { readonly [K in keyof CaseValues]: string } = {
  name: 'Name',
  priority: 'Importance',
  kind: 'What it checks',
  url: 'Address',
  finalUrl: 'Ends at',
  title: 'Title',
  heading: 'Main heading',
  lines: 'List',
  listed: 'List',
  seconds: 'Seconds',
  percent: 'Percent',
  steps: 'Steps',
}

// What only a crawl can know is not asked of people.
const byHand = ['steps', 'loads', 'heading', 'no-console-errors', 'links-alive', 'budget', 'screenshot'] as const

/** Adds or changes a test. */
export function CaseForm({ team, suite, of: one, onClose }: CaseFormProps) {
  const version = useRef(one?.version ?? 0)
  const form = useForm<CaseValues>({
    initial: one ? valuesOf(one.name, one.priority, one.definition) : newValues(suite.pageUrl),
    labels,
    needsEdit: false,
    check: checkCase,
    save: async (values) => {
      const priority = values.priority as Case['priority']
      const body = { name: values.name, priority, definition: definitionOf(values, one?.definition) }
      if (one) {
        await api.patch('/teams/{team}/cases/{case}', {
          params: { team, case: one.id },
          body,
          ifMatch: version.current,
        })
      } else {
        await api.post('/teams/{team}/suites/{suite}/cases', { params: { team, suite: suite.id }, body })
      }
      await refreshProjects()
      announce(`${values.name} is saved.`)
    },
    stored: ({ body }) => {
      const current = body.current as Case
      version.current = current.version
      return valuesOf(current.name, current.priority, current.definition)
    },
  })
  useWhenSaved(form, onClose)
  return (
    <CardForm
      title={one ? `Change ${one.name}` : 'New test'}
      form={form}
      action={one ? 'Save Changes' : 'Add the test'}
      onCancel={onClose}
    >
      <Field {...form.field('name')} autoComplete="off" maxLength={120} />
      {!one && <Select {...form.field('kind')} choices={byHand.map((value) => ({ value, label: kindNames[value] }))} />}
      <CaseFields form={form} />
      <Select
        {...form.field('priority')}
        hint="What is high runs also when only “high-priority” tests are asked for."
        choices={[
          { value: 'high', label: 'High' },
          { value: 'normal', label: 'Normal' },
          { value: 'low', label: 'Low' },
        ]}
      />
    </CardForm>
  )
}
