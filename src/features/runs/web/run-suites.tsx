import { useNavigate } from '@tanstack/react-router'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import type { Team } from '#web/team.ts'
import { refreshRuns } from './run-queries.ts'
import { mayRun } from './run-words.ts'
import css from './runs.module.css'
import { useAct } from './use-act.ts'

interface RunSuitesProps {
  team: Team
  project: string
  suites: readonly string[]
  /** Why there is nothing to run. */
  reason?: string | undefined
  children: string
}

/** A button that runs these suites and leads to the run. Nothing for those who may not. */
export function RunSuites({ team, project, suites, reason, children }: RunSuitesProps) {
  const navigate = useNavigate()
  const { busy, said, act } = useAct()
  if (!mayRun(team)) return null
  const run = () =>
    act(async () => {
      const body = { projectId: project, suiteIds: [...suites] }
      const { id } = await api.post('/teams/{team}/runs', { params: { team: team.id }, body })
      await refreshRuns()
      await navigate({ to: '/runs/$run', params: { run: id }, search: (all) => all })
    })
  return (
    <div>
      <Button look="primary" busy={busy} reason={reason} onClick={() => void run()}>
        {children}
      </Button>
      {said && (
        <p role="alert" className={css.refused}>
          {said}
        </p>
      )}
    </div>
  )
}
