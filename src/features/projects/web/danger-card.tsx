import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { Dialog, DialogActions } from '#web/kit/dialog.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Field } from '#web/kit/field.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { Section } from '#web/kit/section.tsx'
import { useForm } from '#web/kit/use-form.ts'
import css from './lists.module.css'
import { type Project, refreshProjects } from './queries.ts'
import { useAct } from './use-act.ts'
import { useWhenSaved } from './when-saved.ts'
import { counted } from './words.ts'

/** What ends a project: for now, or for good. */
export function DangerCard({ project, team }: { project: Project; team: string }) {
  const [deleting, setDeleting] = useState(false)
  const [said, setSaid] = useState('')
  const [busy, act] = useAct(setSaid)
  const archive = () =>
    act(async () => {
      await api.post('/teams/{team}/projects/{project}/archival', { params: { team, project: project.id } })
      await refreshProjects()
      announce(`${project.name} is archived.`)
    })
  return (
    <Section id="danger-zone" title="Danger Zone" description="Archiving can be undone. Deleting cannot.">
      {!project.archivedAt && (
        <div className={css.body}>
          <p className={css.note}>
            Archived, nothing of the project runs any more. Its suites and results are kept, and it no longer counts
            against the plan.
          </p>
          <div>
            <Button busy={busy} onClick={() => void archive()}>
              Archive the project
            </Button>
          </div>
          {said && <p role="alert">{said}</p>}
        </div>
      )}
      <div className={css.body}>
        <p className={css.note}>
          Deleted, the project goes for good, with {inWords(project)} and all results. What was done in the project
          stays in the audit log.
        </p>
        <div>
          <Button look="danger" onClick={() => setDeleting(true)}>
            <Icon name="warning" size={16} />
            Delete the project
          </Button>
        </div>
      </div>
      {deleting && <DeleteDialog project={project} team={team} onKeep={() => setDeleting(false)} />}
    </Section>
  )
}

const inWords = ({ suites, cases, schedules }: Project): string =>
  new Intl.ListFormat('en').format(
    [
      suites > 0 && counted(suites, 'suite'),
      cases > 0 && counted(cases, 'test'),
      schedules > 0 && counted(schedules, 'schedule'),
    ].filter((one) => one !== false),
  ) || 'its settings'

function DeleteDialog({ project, team, onKeep }: { project: Project; team: string; onKeep(): void }) {
  const navigate = useNavigate()
  const form = useForm({
    initial: { name: '' },
    labels: { name: `Type “${project.name}” to delete it` },
    needsEdit: false,
    check: ({ name }) => ({ name: name.trim() === project.name ? undefined : `This is not “${project.name}”.` }),
    save: async ({ name }) => {
      await api.post('/teams/{team}/projects/{project}/deletion', {
        params: { team, project: project.id },
        body: { name },
      })
      announce(`${project.name} was deleted.`)
    },
  })
  useWhenSaved(form, () => void navigate({ to: '/projects' }).then(refreshProjects))
  return (
    <Dialog open title={`Delete ${project.name}?`} onClose={onKeep}>
      <form
        noValidate
        className={css.body}
        aria-label={`Delete ${project.name}`}
        onSubmit={(event) => {
          event.preventDefault()
          void form.submit()
        }}
      >
        <ErrorSummary form={form} />
        <p className={css.note}>The project goes for good, with {inWords(project)} and all results.</p>
        <Field {...form.field('name')} autoComplete="off" spellCheck={false} />
        <DialogActions>
          <Button type="submit" look="danger" busy={form.saving}>
            Delete for good
          </Button>
          <Button look="quiet" onClick={onKeep}>
            Keep it
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
