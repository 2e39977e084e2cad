import { hours } from '#platform/clock.ts'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { Dialog, DialogActions } from '#web/kit/dialog.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Field } from '#web/kit/field.tsx'
import { useNow } from '#web/kit/now.ts'
import { useForm } from '#web/kit/use-form.ts'
import { usedLately } from './key-words.ts'
import type { Key } from './keys-query.ts'
import { UseEvidence } from './last-used.tsx'
import css from './revoke-dialog.module.css'

interface RevokeDialogProps {
  team: string
  of: Key
  onKeep(): void
  onRotate(): void
  onRevoked(): Promise<void>
}

/** Asks before a key is revoked: shows what still uses it, offers to rotate it instead, and wants the name of one used within the last day. */
export function RevokeDialog({ team, of: key, onKeep, onRotate, onRevoked }: RevokeDialogProps) {
  const lately = usedLately(key, useNow(), hours(24))
  const form = useForm({
    initial: { name: '' },
    labels: { name: `Type “${key.name}” to revoke it` },
    needsEdit: false,
    check: ({ name }) => ({
      name: lately && name.trim() !== key.name ? `This is not “${key.name}”.` : undefined,
    }),
    save: async () => {
      await api.delete('/teams/{team}/keys/{id}', { params: { team, id: key.id } })
      await onRevoked()
    },
  })
  return (
    <Dialog open title={`Revoke ${key.name}?`} onClose={onKeep}>
      <form
        noValidate
        className={css.form}
        aria-label={`Revoke ${key.name}`}
        onSubmit={(event) => {
          event.preventDefault()
          void form.submit()
        }}
      >
        <ErrorSummary form={form} />
        <UseEvidence of={key} />
        {key.mayRotate && key.lastUsed && (
          <div className={css.instead}>
            <p>Only want to replace a secret that others may have seen? Rotate it, and nothing has to stop.</p>
            <Button onClick={onRotate}>Rotate instead</Button>
          </div>
        )}
        {lately && <Field {...form.field('name')} autoComplete="off" spellCheck={false} />}
        <DialogActions>
          <Button type="submit" look="danger" busy={form.saving}>
            Revoke the key
          </Button>
          <Button look="quiet" onClick={onKeep}>
            Keep it
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
