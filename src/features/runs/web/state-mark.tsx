import { Icon, type IconName } from '#web/kit/icon.tsx'
import type { Run, RunCase } from './run-queries.ts'
import css from './runs.module.css'

type State = Run['state'] | RunCase['state']

const looks: Record<State, { icon: IconName; tone: string | undefined }> = {
  queued: { icon: 'clock', tone: css.quiet },
  waiting: { icon: 'clock', tone: css.quiet },
  running: { icon: 'run', tone: css.live },
  completed: { icon: 'check', tone: css.good },
  passed: { icon: 'check', tone: css.good },
  failed: { icon: 'error', tone: css.bad },
  cancelled: { icon: 'close', tone: css.quiet },
  skipped: { icon: 'close', tone: css.quiet },
  needs_review: { icon: 'warning', tone: css.warn },
}

/** A state with its sign and its word: colour never speaks alone. */
export function StateMark({ state, children }: { state: State; children: string }) {
  const { icon, tone } = looks[state]
  return (
    <span className={`${css.mark} ${tone}`}>
      <Icon name={icon} size={16} />
      {children}
    </span>
  )
}
