import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { api } from '#web/client.ts'
import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { ItemList } from '#web/kit/item-list.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { Time } from '#web/kit/time.tsx'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { useTeam } from '#web/team.ts'
import { PageItem } from './page-item.tsx'
import { Progress } from './progress.tsx'
import { type Crawl, crawlQuery, pagesQuery, refreshRuns } from './run-queries.ts'
import { counted, crawlStateSays } from './run-words.ts'
import css from './runs.module.css'
import { StateMark } from './state-mark.tsx'
import { useAct } from './use-act.ts'
import { useLastLook } from './use-last-look.ts'

/** One crawl: how far it is, every page it read, and what was made of it. */
export function CrawlPage() {
  const team = useTeam()
  const { crawl: id } = useParams({ from: '/shell/crawls/$crawl' })
  const { data: crawl, error } = useQuery(crawlQuery(team.id, id))
  if (error)
    return (
      <EmptyState title="There is no such crawl">
        It may have been removed, as results are kept for as long as the plan says.
      </EmptyState>
    )
  if (!crawl) return <Skeleton lines={6} what="Reading the crawl" />
  const live = crawl.state === 'queued' || crawl.state === 'running'
  return (
    <>
      <Link to="/projects/$project" params={{ project: crawl.project.id }} className={css.back}>
        ← {crawl.project.name}
      </Link>
      <PageHeading title={`Crawl of ${crawl.project.name}`} within="Projects">
        Asked for <Time at={crawl.createdAt} /> by {crawl.askedBy.name} · {crawl.startUrl}
      </PageHeading>
      <div className={css.page}>
        <section className={css.summary} aria-label="How it went">
          <StateMark state={crawl.state}>{crawlStateSays[crawl.state]}</StateMark>
          <p className={css.figures}>
            {counted(crawl.pagesDone, 'page')}
            {crawl.pagesBad > 0 && ` · ${crawl.pagesBad} could not be read`}
            {crawl.deadLinks.length > 0 && ` · ${counted(crawl.deadLinks.length, 'dead link')} to elsewhere`}
          </p>
          <p className={css.small}>
            At most {counted(crawl.maxPages, 'page')}, {counted(crawl.maxDepth, 'link')} deep
            {crawl.respectsRobots ? ', as robots.txt allows' : ', robots.txt left aside'}
          </p>
          {live && <Cancel team={team.id} crawl={crawl} />}
        </section>
        {live && <Progress done={crawl.pagesDone} of={crawl.pagesFound} says={progressSays(crawl)} />}
        {crawl.problem && (
          <Banner
            tone={crawl.state === 'failed' ? 'bad' : 'warn'}
            title={crawl.state === 'failed' ? 'This crawl failed' : 'Not every page was visited'}
          >
            <p>{crawl.problem}</p>
          </Banner>
        )}
        {crawl.made && <Made crawl={crawl} />}
        <Pages team={team.id} crawl={crawl} live={live} />
      </div>
    </>
  )
}

function progressSays({ state, phase, waitsBehind, pagesDone, pagesFound }: Crawl): string {
  if (state === 'queued')
    return waitsBehind ? `Waiting for its turn: ${waitsBehind} before it.` : 'Waiting for a browser.'
  if (phase === 'links') return 'All pages are read. Looking where the other links lead.'
  if (phase === 'suites') return 'Making tests of what was found.'
  return `${pagesDone} of ${counted(pagesFound, 'page')} found so far.`
}

function Made({ crawl: { made, project } }: { crawl: Crawl }) {
  if (!made) return null
  const { suitesMade, casesMade, casesUpdated } = made
  const news = suitesMade + casesMade + casesUpdated === 0
  return (
    <Banner
      tone="good"
      title={
        news ? 'Your tests are up to date' : `${counted(suitesMade, 'new suite')}, ${counted(casesMade, 'new test')}`
      }
    >
      <p>
        {casesUpdated > 0 && `${counted(casesUpdated, 'test')} brought up to date. `}
        <Link to="/projects/$project" params={{ project: project.id }}>
          See them in the project
        </Link>
      </p>
    </Banner>
  )
}

function Cancel({ team, crawl }: { team: string; crawl: Crawl }) {
  const { busy, said, act } = useAct()
  const cancel = () =>
    act(async () => {
      await api.post('/teams/{team}/crawls/{id}/cancellation', { params: { team, id: crawl.id } })
      await refreshRuns()
    })
  return (
    <div className={css.actions}>
      <Button busy={busy} onClick={() => void cancel()}>
        Cancel crawl
      </Button>
      {said && <p role="alert">{said}</p>}
    </div>
  )
}

function Pages({ team, crawl, live }: { team: string; crawl: Crawl; live: boolean }) {
  const pages = useInfiniteQuery(pagesQuery(team, crawl.id, live))
  useLastLook(live, pages.refetch)
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  if (items.length === 0) return null
  return (
    <section className={css.suite} aria-label="Pages">
      <h2>Pages</h2>
      <ItemList name="Pages">
        {items.map((page) => (
          <li key={page.position}>
            <PageItem page={page} team={team} crawl={crawl.id} />
          </li>
        ))}
      </ItemList>
      {pages.hasNextPage && (
        <div>
          <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            Show more pages
          </Button>
        </div>
      )}
    </section>
  )
}
