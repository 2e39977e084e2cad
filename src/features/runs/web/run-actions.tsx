import { useNavigate } from '@tanstack/react-router'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import type { Team } from '#web/team.ts'
import { type Run, refreshRuns } from './run-queries.ts'
import { mayRun } from './run-words.ts'
import css from './runs.module.css'
import { useAct } from './use-act.ts'

/** What can be done with a run: cancel it, or run its tests again. */
export function RunActions({ run, team }: { run: Run; team: Team }) {
  const navigate = useNavigate()
  const { busy, said, act } = useAct()
  if (!mayRun(team)) return null
  const params = { team: team.id, id: run.id }
  const cancel = () =>
    act(async () => {
      await api.post('/teams/{team}/runs/{id}/cancellation', { params })
      await refreshRuns()
    })
  const again = (only: 'failed' | 'all') =>
    act(async () => {
      const { id } = await api.post('/teams/{team}/runs/{id}/rerun', { params, body: { only } })
      await refreshRuns()
      await navigate({ to: '/runs/$run', params: { run: id }, search: (all) => all })
    })
  const live = run.state === 'queued' || run.state === 'running'
  return (
    <>
      <div className={css.actions}>
        {live && (
          <Button busy={busy} onClick={() => void cancel()}>
            Cancel run
          </Button>
        )}
        {!live && run.failedCases > 0 && run.trigger !== 'report' && (
          <Button look="primary" busy={busy} onClick={() => void again('failed')}>
            Run failed again
          </Button>
        )}
        {!live && run.trigger !== 'report' && (
          <Button busy={busy} onClick={() => void again('all')}>
            Run all again
          </Button>
        )}
      </div>
      {said && (
        <p role="alert" className={css.refused}>
          {said}
        </p>
      )}
    </>
  )
}
