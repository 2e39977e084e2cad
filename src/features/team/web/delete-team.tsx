import { useQuery } from '@tanstack/react-query'
import { type AnswerOf, api } from '#web/client.ts'
import { Banner } from '#web/kit/banner.tsx'
import { Button, buttonClass } from '#web/kit/button.tsx'
import { DialogActions } from '#web/kit/dialog.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Field } from '#web/kit/field.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useForm } from '#web/kit/use-form.ts'
import css from './team.module.css'

interface DeleteTeamProps {
  team: AnswerOf<'GET', '/teams/{team}'>
  onCancel(): void
  onDeleted(): Promise<void>
}

/** What goes with the team, what blocks, and its name typed. */
export function DeleteTeam({ team, onCancel, onDeleted }: DeleteTeamProps) {
  const params = { team: team.id }
  const { data } = useQuery({
    queryKey: ['team-deletion', team.id],
    queryFn: ({ signal }) => api.get('/teams/{team}/deletion', { params, signal }),
    staleTime: 0,
  })
  const form = useForm({
    initial: { name: '' },
    labels: { name: `Type “${team.name}” to delete it` },
    needsEdit: false,
    check: ({ name }) => ({ name: name.trim() === team.name ? undefined : `This is not “${team.name}”.` }),
    save: async ({ name }) => {
      await api.post('/teams/{team}/deletion', { params, body: { name } })
      await onDeleted()
    },
  })
  if (!data) return <Skeleton lines={3} what="Reading what goes with the team" />
  if (data.obstacles.length > 0)
    return (
      <>
        {data.obstacles.map(({ code, says, fixes }) => (
          <Banner
            key={code}
            tone="warn"
            actions={fixes.map(({ label, href }) => (
              <a key={href} href={href} className={buttonClass()}>
                {label}
              </a>
            ))}
          >
            {says}
          </Banner>
        ))}
        <div>
          <Button look="quiet" onClick={onCancel}>
            Keep the team
          </Button>
        </div>
      </>
    )
  return (
    <form
      noValidate
      className={css.form}
      aria-label="Delete the team"
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <ErrorSummary form={form} />
      <div>
        <h4 className={css.goes}>What goes, for everybody and for good</h4>
        <ul className={css.lines}>
          {data.goes.map(({ what, count }) => (
            <li key={what}>
              <span>{what}</span>
              <b>{count.toLocaleString('en')}</b>
            </li>
          ))}
        </ul>
      </div>
      <Field {...form.field('name')} autoComplete="off" spellCheck={false} />
      <DialogActions>
        <Button type="submit" look="danger" busy={form.saving}>
          {!form.saving && <Icon name="warning" size={16} />}
          Delete the team
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Keep the team
        </Button>
      </DialogActions>
    </form>
  )
}
