import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { api } from '#web/client.ts'
import { CardForm } from '#web/kit/card-form.tsx'
import { Checkbox } from '#web/kit/checkbox.tsx'
import { Field } from '#web/kit/field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { TextArea } from './fields.tsx'
import { checkProject, projectBody, projectLabels } from './project-values.ts'
import { refreshProjects } from './queries.ts'
import { useWhenSaved } from './when-saved.ts'

/** Asks for a new project and opens it. */
export function ProjectForm({ team, onCancel }: { team: string; onCancel(): void }) {
  const navigate = useNavigate()
  const made = useRef('')
  const form = useForm({
    initial: { name: '', baseUrl: '', description: '', respectsRobots: 'yes' },
    labels: projectLabels,
    needsEdit: false,
    check: checkProject,
    save: async (values) => {
      const { id } = await api.post('/teams/{team}/projects', { params: { team }, body: projectBody(values) })
      made.current = id
    },
  })
  useWhenSaved(form, () => {
    void navigate({ to: '/projects/$project', params: { project: made.current } }).then(refreshProjects)
  })
  return (
    <CardForm title="New project" form={form} action="Make the project" onCancel={onCancel}>
      <Field {...form.field('name')} autoComplete="off" maxLength={80} hint="Such as “Shop” or “Docs, staging”." />
      <Field
        {...form.field('baseUrl')}
        autoComplete="url"
        inputMode="url"
        spellCheck={false}
        hint="Where crawls begin. They stay on this site."
      />
      <TextArea {...form.field('description')} optional rows={2} />
      <RobotsBox {...form.field('respectsRobots')} />
    </CardForm>
  )
}

/** Whether crawls keep to what the site asks of robots. */
export const RobotsBox = ({ value, onChange }: { value: string; onChange(value: string): void }) => (
  <Checkbox
    label="Keep to the site’s robots.txt"
    checked={value === 'yes'}
    onChange={(checked) => onChange(checked ? 'yes' : 'no')}
    hint="Switch this off for a site of your own only."
  />
)
