import { announce } from '#web/kit/announce.tsx'
import { CardForm } from '#web/kit/card-form.tsx'
import { FieldFrame } from '#web/kit/field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { changeKey } from './change-key.ts'
import { listOf } from './key-words.ts'
import type { Key, Offers } from './keys-query.ts'
import { ProjectTicks } from './project-ticks.tsx'

interface LimitFormProps {
  team: string
  of: Key
  offers: Offers
  onCancel(): void
  onLimited(): void
}

/** Limits a key to fewer projects. It is never widened, so only what it reaches now is offered. */
export function LimitForm({ team, of: key, offers, onCancel, onLimited }: LimitFormProps) {
  const reached = offers.projects.filter(({ id }) => key.projectIds?.includes(id) ?? true)
  const form = useForm({
    initial: { projects: reached.map(({ id }) => id).join(' ') },
    labels: { projects: 'Projects it may see' },
    needsEdit: false,
    check: ({ projects }) => ({
      projects: listOf(projects).length === 0 ? 'Leave at least one. To end the key, revoke it.' : undefined,
    }),
    save: async ({ projects }) => {
      await changeKey(team, key, { projectIds: listOf(projects) })
      announce(`${key.name} is limited.`)
      onLimited()
    },
  })
  const field = form.field('projects')
  return (
    <CardForm title={`Limit ${key.name}`} form={form} action="Limit the key" onCancel={onCancel}>
      <FieldFrame
        {...field}
        hint="At once, on the next request. A key can be limited further, but never widened again."
      >
        {() => (
          <fieldset id={field.id} tabIndex={-1} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
            <ProjectTicks projects={reached} value={field.value} onChange={field.onChange} />
          </fieldset>
        )}
      </FieldFrame>
    </CardForm>
  )
}
