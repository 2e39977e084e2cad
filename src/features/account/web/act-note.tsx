import { Icon } from '#web/kit/icon.tsx'
import type { ActState } from './act.ts'
import css from './act-note.module.css'

/** What came of an act, in place. Visible only: the live regions read out the same. */
export function ActNote({ of: { phase, says } }: { of: ActState }) {
  if (phase !== 'done' && phase !== 'refused') return null
  return (
    <p className={phase === 'done' ? css.done : css.refused}>
      <Icon name={phase === 'done' ? 'check' : 'error'} size={16} />
      {says}
    </p>
  )
}
