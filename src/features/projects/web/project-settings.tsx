import { useRef } from 'react'
import { api } from '#web/client.ts'
import { Field } from '#web/kit/field.tsx'
import { SaveCard } from '#web/kit/save-card.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { remember } from '#web/queries.ts'
import { TextArea } from './fields.tsx'
import { RobotsBox } from './project-form.tsx'
import { checkProject, projectBody, projectLabels, projectValues } from './project-values.ts'
import { type Project, projectQuery, refreshProjects } from './queries.ts'

/** Name, address, description, and how crawls behave. */
export function ProjectSettings({ project, team }: { project: Project; team: string }) {
  const version = useRef(project.version)
  version.current = Math.max(version.current, project.version)
  const form = useForm({
    initial: projectValues(project),
    labels: projectLabels,
    check: checkProject,
    save: async (values) => {
      const params = { team, project: project.id }
      const saved = await api.patch('/teams/{team}/projects/{project}', {
        params,
        body: projectBody(values),
        ifMatch: version.current,
      })
      remember(projectQuery(team, project.id).queryKey, saved)
      void refreshProjects()
      return projectValues(saved)
    },
    stored: ({ body }) => {
      const current = body.current as Project
      version.current = current.version
      return projectValues(current)
    },
  })
  return (
    <SaveCard
      id="settings"
      title="Settings"
      description="What the project is called and where its site is."
      form={form}
    >
      <Field {...form.field('name')} autoComplete="off" maxLength={80} />
      <Field
        {...form.field('baseUrl')}
        inputMode="url"
        spellCheck={false}
        hint="Where crawls begin. Suites that exist keep their pages."
      />
      <TextArea {...form.field('description')} optional rows={2} />
      <RobotsBox {...form.field('respectsRobots')} />
    </SaveCard>
  )
}
