import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ItemList } from '#web/kit/item-list.tsx'
import { Section } from '#web/kit/section.tsx'
import { Time } from '#web/kit/time.tsx'
import type { Team } from '#web/team.ts'
import { type Crawl, crawlsQuery, runsQuery } from './run-queries.ts'
import { RunRow } from './run-row.tsx'
import { counted, crawlStateSays } from './run-words.ts'
import css from './runs.module.css'
import { Start } from './start.tsx'
import { StateMark } from './state-mark.tsx'
import { TrendChart } from './trend-chart.tsx'

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
