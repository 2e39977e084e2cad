import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { ItemList } from '#web/kit/item-list.tsx'
import { Section } from '#web/kit/section.tsx'
import { Time } from '#web/kit/time.tsx'
import type { Team } from '#web/team.ts'
import { type Crawl, crawlsQuery, refreshRuns, runsQuery } from './run-queries.ts'
import { RunRow } from './run-row.tsx'
import { counted, crawlStateSays, mayRun } from './run-words.ts'
import css from './runs.module.css'
import { StateMark } from './state-mark.tsx'
import { TrendChart } from './trend-chart.tsx'
import { useAct } from './use-act.ts'

const shown = 5

/** What can be done with a project now: crawl its site, run its tests; and how the last runs went. */
export function TestingCard({ project, team }: { project: { id: string; archivedAt: string | null }; team: Team }) {
  const runs = useInfiniteQuery(runsQuery(team.id, { project: project.id }, shown))
  const crawls = useQuery(crawlsQuery(team.id, project.id))
  const latest = runs.data?.pages[0]?.items ?? []
  const [crawl] = crawls.data?.items ?? []
  return (
    <Section
      id="testing"
      title="Testing"
      description="A crawl reads the site and makes tests of it. A run holds the site against them."
    >
      {!project.archivedAt && <Start project={project.id} team={team} crawled={crawl !== undefined} />}
      {crawl && <LastCrawl crawl={crawl} />}
      <TrendChart team={team.id} project={project.id} />
      {latest.length > 0 && (
        <>
          <ItemList name="Latest runs">
            {latest.map((run) => (
              <li key={run.id}>
                <RunRow run={run} />
              </li>
            ))}
          </ItemList>
          <p className={css.small}>
            <Link to="/runs" search={(all) => ({ ...all, project: project.id })}>
              All runs of this project
            </Link>
          </p>
        </>
      )}
    </Section>
  )
}

function Start({ project, team, crawled }: { project: string; team: Team; crawled: boolean }) {
  const navigate = useNavigate()
  const { busy, said, act } = useAct()
  if (!mayRun(team)) return null
  const crawl = () =>
    act(async () => {
      const { id } = await api.post('/teams/{team}/crawls', { params: { team: team.id }, body: { projectId: project } })
      await refreshRuns()
      await navigate({ to: '/crawls/$crawl', params: { crawl: id }, search: (all) => all })
    })
  const run = () =>
    act(async () => {
      const { id } = await api.post('/teams/{team}/runs', { params: { team: team.id }, body: { projectId: project } })
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
      {said && (
        <p role="alert" className={css.refused}>
          {said}
        </p>
      )}
    </div>
  )
}

const LastCrawl = ({ crawl }: { crawl: Crawl }) => (
  <p className={css.lastCrawl}>
    <StateMark state={crawl.state}>{crawlStateSays[crawl.state]}</StateMark>
    <span>
      <Link to="/crawls/$crawl" params={{ crawl: crawl.id }}>
        Last crawl
      </Link>{' '}
      <Time at={crawl.createdAt} show="relative" past /> · {counted(crawl.pagesDone, 'page')}
    </span>
  </p>
)
