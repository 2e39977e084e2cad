import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { api } from '#web/client.ts'
import { CardForm } from '#web/kit/card-form.tsx'
import { Field } from '#web/kit/field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { type Project, refreshProjects } from './queries.ts'
import { useWhenSaved } from './when-saved.ts'

/** Asks for a suite made by hand, and opens it. */
export function SuiteForm({ project, team, onCancel }: { project: Project; team: string; onCancel(): void }) {
  const navigate = useNavigate()
  const made = useRef('')
  const form = useForm({
    initial: { name: '', pageUrl: project.baseUrl },
    labels: { name: 'Name', pageUrl: 'Page' },
    needsEdit: false,
    check: ({ name, pageUrl }) => ({
      name: name.trim() === '' ? 'Give the suite a name.' : undefined,
      pageUrl: URL.canParse(pageUrl, project.baseUrl) ? undefined : 'Write the address of a page.',
    }),
    save: async ({ name, pageUrl }) => {
      const body = { name, pageUrl: new URL(pageUrl, project.baseUrl).href }
      const params = { team, project: project.id }
      const { id } = await api.post('/teams/{team}/projects/{project}/suites', { params, body })
      made.current = id
    },
  })
  useWhenSaved(form, () => {
    const params = { project: project.id, suite: made.current }
    void navigate({ to: '/projects/$project/suites/$suite', params }).then(refreshProjects)
  })
  return (
    <CardForm title="New suite" form={form} action="Make the suite" onCancel={onCancel}>
      <Field {...form.field('name')} autoComplete="off" maxLength={120} hint="Such as “Checkout”." />
      <Field
        {...form.field('pageUrl')}
        inputMode="url"
        spellCheck={false}
        hint="The page its tests begin on. /basket is enough for a page of this site."
      />
    </CardForm>
  )
}
