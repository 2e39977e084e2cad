import { Button } from '#web/kit/button.tsx'
import { smallButton } from '#web/kit/item-list.tsx'
import css from './key-actions.module.css'
import type { Key } from './keys-query.ts'
import { TrashIcon } from './trash-icon.tsx'

/** What a person is doing with one key. */
export type Doing = 'rename' | 'pause' | 'rotate' | 'limit' | 'revoke'

interface KeyActionsProps {
  of: Key
  /** There is something it could be limited to. */
  limitable: boolean
  pausing: boolean
  onDo(what: Doing): void
}

/** What can be done with a key. `data-act` marks where the focus goes back to. */
export function KeyActions({ of: key, limitable, pausing, onDo }: KeyActionsProps) {
  const refused = key.mayChange ? undefined : 'Only its owner, or an owner or admin of the team, can do this.'
  const over = key.state === 'expired' ? 'It has expired and is refused already.' : undefined
  const button = (what: Doing, label: string, reason: string | undefined) => (
    <Button
      look="quiet"
      className={smallButton}
      data-act={what}
      aria-label={`${label} ${key.name}`}
      reason={reason}
      busy={what === 'pause' && pausing}
      onClick={() => onDo(what)}
    >
      {label}
    </Button>
  )
  return (
    <div className={css.actions}>
      {button('rotate', 'Rotate', key.mayRotate ? undefined : 'Only its owner can rotate a personal key.')}
      {button('pause', key.state === 'paused' ? 'Resume' : 'Pause', refused ?? over)}
      {button('rename', 'Rename', refused)}
      {limitable && button('limit', 'Limit', refused)}
      <Button
        look="quiet"
        className={`${smallButton} ${css.delete}`}
        data-act="revoke"
        aria-label={`Revoke ${key.name}`}
        title="Revoke"
        reason={refused}
        onClick={() => onDo('revoke')}
      >
        <TrashIcon />
      </Button>
    </div>
  )
}
