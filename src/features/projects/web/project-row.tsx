import { Link } from '@tanstack/react-router'
import css from './lists.module.css'
import type { Project } from './queries.ts'
import row from './rows.module.css'
import { counted } from './words.ts'

/** One project in the list. */
export function ProjectRow({ project }: { project: Project }) {
  const { id, name, baseUrl, description, archivedAt, suites, cases, schedules } = project
  return (
    <li>
      <div className={row.line}>
        <div className={row.text}>
          <p className={row.name}>
            <Link to="/projects/$project" params={{ project: id }} className={css.link}>
              {name}
            </Link>
            {archivedAt && <span className={row.badge}>Archived</span>}
          </p>
          <p className={row.details}>{baseUrl}</p>
          {description && <p className={row.details}>{description}</p>}
        </div>
        <p className={row.counts}>
          {suites === 0
            ? 'No tests yet'
            : `${counted(suites, 'suite')} · ${counted(cases, 'test')}${schedules > 0 ? ` · ${counted(schedules, 'schedule')}` : ''}`}
        </p>
      </div>
    </li>
  )
}
