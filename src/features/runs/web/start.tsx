import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import type { Team } from '#web/team.ts'
import { Choice } from './choice.tsx'
import { refreshRuns } from './run-queries.ts'
import { mayRun } from './run-words.ts'
import css from './runs.module.css'
import { useAct } from './use-act.ts'

const words = (says: (count: number) => string, ...counts: number[]) =>
  Object.fromEntries(counts.map((count) => [String(count), says(count)]))
const pages = words((count) => `${count} pages`, 10, 25, 50, 100, 250)
const depths = words((count) => (count === 1 ? '1 link deep' : `${count} links deep`), 1, 2, 3, 5)

/** Crawls a project's site or runs its tests, and leads to what was started. Nothing for those who may not. */
export function Start({ project, team, crawled }: { project: string; team: Team; crawled: boolean }) {
  const navigate = useNavigate()
  const { busy, said, act } = useAct()
  const [reach, setReach] = useState<{ maxPages?: string; maxDepth?: string }>({})
  if (!mayRun(team)) return null
  const params = { team: team.id }
  const crawl = () =>
    act(async () => {
      const { maxPages, maxDepth } = reach
      const wish = { ...(maxPages && { maxPages: Number(maxPages) }), ...(maxDepth && { maxDepth: Number(maxDepth) }) }
      const { id } = await api.post('/teams/{team}/crawls', { params, body: { projectId: project, ...wish } })
      await refreshRuns()
      await navigate({ to: '/crawls/$crawl', params: { crawl: id }, search: (all) => all })
    })
  const run = () =>
    act(async () => {
      const { id } = await api.post('/teams/{team}/runs', { params, body: { projectId: project } })
      await refreshRuns()
      await navigate({ to: '/runs/$run', params: { run: id }, search: (all) => all })
    })
  return (
    <div>
      <div className={css.actions}>
        <Button look={crawled ? 'plain' : 'primary'} busy={busy} onClick={() => void crawl()}>
          Crawl now
        </Button>
        <Button look={crawled ? 'primary' : 'plain'} busy={busy} onClick={() => void run()}>
          Run all tests
        </Button>
      </div>
      <details className={`${css.more} ${css.reach}`}>
        <summary>How far a crawl goes</summary>
        <div className={css.filters}>
          <Choice
            label="At most"
            value={reach.maxPages}
            none="As many pages as the plan allows"
            words={pages}
            onChoose={(maxPages) => setReach({ ...reach, maxPages })}
          />
          <Choice
            label="From the start"
            value={reach.maxDepth}
            none="10 links deep"
            words={depths}
            onChoose={(maxDepth) => setReach({ ...reach, maxDepth })}
          />
        </div>
      </details>
      {said && (
        <p role="alert" className={css.refused}>
          {said}
        </p>
      )}
    </div>
  )
}
