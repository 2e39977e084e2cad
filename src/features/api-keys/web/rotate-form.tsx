import { useRef } from 'react'
import { hours } from '#platform/clock.ts'
import { useZone } from '#web/account.ts'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { CardForm } from '#web/kit/card-form.tsx'
import { ChoiceGroup } from '#web/kit/choice-group.tsx'
import { useNow } from '#web/kit/now.ts'
import { useForm } from '#web/kit/use-form.ts'
import { endOf } from './key-expiry.ts'
import type { Key } from './keys-query.ts'
import type { NewSecret } from './new-secret.ts'
import { repeatableKey } from './repeatable.ts'
import css from './rotate-form.module.css'

const overlaps = [
  { value: '0', label: 'Not at all' },
  { value: '1', label: '1 hour' },
  { value: '24', label: '24 hours' },
  { value: '72', label: '3 days' },
  { value: '168', label: '7 days' },
]

interface RotateFormProps {
  team: string
  of: Key
  onCancel(): void
  onMade(made: NewSecret): void
}

/** Gives a key a new secret; the one before works on for as long as is chosen here. */
export function RotateForm({ team, of: key, onCancel, onMade }: RotateFormProps) {
  const zone = useZone()
  const now = useNow()
  const attempt = useRef(repeatableKey())
  const form = useForm({
    initial: { overlapHours: '24' },
    labels: { overlapHours: 'How long does the old secret work on?' },
    needsEdit: false,
    save: async ({ overlapHours }) => {
      const made = await api.post('/teams/{team}/keys/{id}/rotation', {
        params: { team, id: key.id },
        body: { overlapHours: Number(overlapHours) },
        idempotencyKey: attempt.current(overlapHours),
      })
      announce(`The key ${made.key.name} has a new secret.`)
      onMade({
        keyId: made.key.id,
        name: made.key.name,
        secret: made.secret,
        snippets: null,
        oldUsedUntil: made.key.rotation?.oldUsedUntil ?? null,
      })
    },
  })
  const overlap = Number(form.values.overlapHours)
  return (
    <CardForm title={`Rotate ${key.name}`} form={form} action="Rotate the key" onCancel={onCancel}>
      <ChoiceGroup {...form.field('overlapHours')} look="chips" choices={overlaps}>
        <p className={css.hint}>
          {overlap === 0
            ? 'Whatever still uses it is refused from the next request on.'
            : `Both secrets work until ${endOf(hours(overlap), zone, now)}.`}{' '}
          The new one may do the same{key.expiresAt === null ? '' : ', and its lifetime begins anew'}.
          {key.rotation && ` The secret ${key.rotation.oldDisplay} from the last rotation ends now.`}
        </p>
      </ChoiceGroup>
    </CardForm>
  )
}
