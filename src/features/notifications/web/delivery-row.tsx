import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button } from '#web/kit/button.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { ItemRow, smallButton } from '#web/kit/item-list.tsx'
import { Time } from '#web/kit/time.tsx'
import css from './cards.module.css'
import { stateIcon, stateWord } from './delivery-words.ts'
import type { Delivery } from './queries.ts'

interface DeliveryRowProps {
  name: string
  badge?: string | undefined
  delivery: Pick<Delivery, 'state' | 'says' | 'note' | 'nextAt' | 'createdAt'>
  /** How or whose it is, after its state. */
  children: ReactNode
  /** Has it sent again. */
  again: () => Promise<unknown>
  /** The lists it stands in, read anew afterwards. */
  listed: QueryKey
}

/** One message and what became of it; one that was given up can be sent again. */
export function DeliveryRow({ name, badge, delivery, children, again, listed }: DeliveryRowProps) {
  const known = useQueryClient()
  const { state, says, note, nextAt, createdAt } = delivery
  const retry = useMutation({
    mutationFn: again,
    onSettled: () => known.invalidateQueries({ queryKey: listed }),
  })
  return (
    <ItemRow
      name={name}
      badge={badge}
      actions={
        state === 'failed' && (
          <Button look="quiet" className={smallButton} busy={retry.isPending} onClick={() => retry.mutate()}>
            Send again
          </Button>
        )
      }
    >
      <span className={css.state} data-state={state}>
        <Icon name={stateIcon[state]} size={16} /> {stateWord[state]}
      </span>
      {' · '}
      {children} · <Time at={createdAt} show="relative" past />
      {nextAt && (
        <>
          {' '}
          · leaves <Time at={nextAt} show="relative" />
        </>
      )}
      {says && <span> · {says}</span>}
      {note && <span> · {note}</span>}
      {retry.error && <span role="alert"> · {retry.error.message}</span>}
    </ItemRow>
  )
}
