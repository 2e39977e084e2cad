import { Link } from '@tanstack/react-router'
import css from './lists.module.css'
import type { Suite } from './queries.ts'
import row from './rows.module.css'
import { counted, pathOf } from './words.ts'

interface SuiteRowProps {
  suite: Suite
  /** Whether it is chosen to be run; without `onChoose` it cannot be. */
  chosen?: boolean
  onChoose?: (chosen: boolean) => void
}

/** One suite in the list of its project. */
export function SuiteRow({ suite, chosen = false, onChoose }: SuiteRowProps) {
  const { id, projectId, name, pageUrl, source, cases, enabledCases } = suite
  const off = cases - enabledCases
  return (
    <li>
      <div className={row.line}>
        {onChoose && (
          <input
            type="checkbox"
            className={row.choice}
            aria-label={`Choose ${name}`}
            checked={chosen}
            onChange={(event) => onChoose(event.target.checked)}
          />
        )}
        <div className={row.text}>
          <p className={row.name}>
            <Link to="/projects/$project/suites/$suite" params={{ project: projectId, suite: id }} className={css.link}>
              {name}
            </Link>
            {source === 'manual' && <span className={row.badge}>By hand</span>}
          </p>
          <p className={row.details}>{pathOf(pageUrl)}</p>
        </div>
        <p className={row.counts}>
          {counted(cases, 'test')}
          {off > 0 && `, ${off} switched off`}
        </p>
      </div>
    </li>
  )
}
