import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { Checkbox } from '#web/kit/checkbox.tsx'
import hidden from '#web/kit/hidden.module.css'
import { Icon } from '#web/kit/icon.tsx'
import { smallButton } from '#web/kit/item-list.tsx'
import { ItemQuestion } from '#web/kit/item-question.tsx'
import { Time } from '#web/kit/time.tsx'
import css from './lists.module.css'
import { refreshProjects, type Schedule } from './queries.ts'
import row from './rows.module.css'
import { ScheduleForm } from './schedule-form.tsx'
import { useSwitch } from './use-switch.ts'

interface ScheduleRowProps {
  schedule: Schedule
  team: string
  within: boolean
}

/** One schedule: what runs when, whether it is on, and what holds it up. */
export function ScheduleRow({ schedule, team, within }: ScheduleRowProps) {
  const [doing, setDoing] = useState<'edit' | 'delete' | null>(null)
  const { id, project, suite, says, zone, enabled, nextTimes, lastRanAt, missedAt, paused, mayEdit, version } = schedule
  const what = suite ? suite.name : 'The whole project'
  const params = { team, schedule: id }
  const onOff = useSwitch(enabled, async (on) => {
    await api.patch('/teams/{team}/schedules/{schedule}', { params, body: { enabled: on }, ifMatch: version })
    await refreshProjects()
    announce(on ? 'The schedule is on.' : 'The schedule is off.')
  })
  return (
    <li>
      <div className={row.line}>
        <div className={row.text}>
          <p className={row.name}>
            {within ? (
              what
            ) : (
              <>
                <Link to="/projects/$project" params={{ project: project.id }} className={css.link}>
                  {project.name}
                </Link>
                {`: ${suite ? suite.name : 'the whole project'}`}
              </>
            )}
            {!enabled && <span className={row.badge}>Off</span>}
          </p>
          <p className={row.details}>
            {says}, {zone.replaceAll('_', ' ')}
          </p>
          <p className={row.details}>
            {nextTimes[0] ? (
              <>
                Next: <Time at={nextTimes[0]} />
              </>
            ) : project.archived ? (
              'Its project is archived.'
            ) : (
              'Does not run.'
            )}
            {lastRanAt && (
              <>
                {' · Last ran '}
                <Time at={lastRanAt} show="relative" past />
              </>
            )}
          </p>
        </div>
        {mayEdit && (
          <div>
            <Checkbox label="On" checked={onOff.on} onChange={onOff.turn} hint={onOff.said || undefined} />
          </div>
        )}
      </div>
      {paused && (
        <p className={css.warn}>
          <Icon name="warning" size={16} />
          <span>
            Paused: {paused.says}{' '}
            {paused.until && (
              <>
                More test runs come on <Time at={paused.until} show="date" />.{' '}
              </>
            )}
            {paused.reason === 'run_quota' && <Link to="/settings/usage">See usage</Link>}
          </span>
        </p>
      )}
      {missedAt && (
        <p className={row.details}>
          Missed on <Time at={missedAt} />: the server was down, for too long to make up for it.
        </p>
      )}
      {nextTimes.length > 0 && (
        <details className={css.more}>
          <summary>Next five times</summary>
          <ol className={css.times}>
            {nextTimes.map((at) => (
              <li key={at}>
                <Time at={at} />
              </li>
            ))}
          </ol>
        </details>
      )}
      {mayEdit && doing === null && (
        <div className={`${row.actions} ${row.buttons}`}>
          <Button look="quiet" className={smallButton} onClick={() => setDoing('edit')}>
            Edit<span className={hidden.visually}> the schedule of {what}</span>
          </Button>
          <Button look="quiet" className={smallButton} onClick={() => setDoing('delete')}>
            Delete<span className={hidden.visually}> the schedule of {what}</span>
          </Button>
        </div>
      )}
      {doing === 'edit' && (
        <ScheduleForm project={project} team={team} schedule={schedule} onClose={() => setDoing(null)} />
      )}
      {doing === 'delete' && (
        <ItemQuestion
          act="Delete the schedule"
          keep="Keep it"
          onKeep={() => setDoing(null)}
          onAct={async () => {
            await api.delete('/teams/{team}/schedules/{schedule}', { params })
            announce('The schedule was deleted.')
            await refreshProjects()
          }}
        >
          Delete this schedule? What it ran stays.
        </ItemQuestion>
      )}
    </li>
  )
}
