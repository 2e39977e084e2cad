import { Link } from '@tanstack/react-router'
import { Time } from '#web/kit/time.tsx'
import type { Run } from './run-queries.ts'
import { duration, figures, stateSays, triggerSays } from './run-words.ts'
import css from './runs.module.css'
import { ShareBar } from './share-bar.tsx'
import { StateMark } from './state-mark.tsx'

/** One run in a list. */
export function RunRow({ run, withProject = false }: { run: Run; withProject?: boolean }) {
  return (
    <div className={css.row}>
      <div className={css.rowText}>
        <p className={css.rowName}>
          <Link to="/runs/$run" params={{ run: run.id }}>
            {withProject ? `${run.project.name}: ${run.title}` : run.title}
          </Link>
        </p>
        <p className={css.small}>
          {figures(run)}
          {run.durationMs !== null && ` · ${duration(run.durationMs)}`}
        </p>
        <p className={css.small}>
          <Time at={run.createdAt} show="relative" past /> {triggerSays[run.trigger]}
          {run.askedBy.kind !== 'schedule' && ` · ${run.askedBy.name}`}
        </p>
      </div>
      <div className={css.rowEnd}>
        <StateMark state={run.state}>{stateSays[run.state]}</StateMark>
        <ShareBar run={run} />
      </div>
    </div>
  )
}
