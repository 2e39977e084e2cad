import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { type CrawlPage, pageQuery, pictureAddress } from './run-queries.ts'
import { counted, duration, outcomeSays, pathOf } from './run-words.ts'
import css from './runs.module.css'
import { StateMark } from './state-mark.tsx'

/** One page of a crawl; what was found of it is read when it is opened. */
export function PageItem({ page, team, crawl }: { page: CrawlPage; team: string; crawl: string }) {
  const [open, setOpen] = useState(false)
  const { consoleErrors, failedRequests, findings, loadMs } = page
  const notes = [
    loadMs !== null && `loaded in ${duration(loadMs)}`,
    consoleErrors > 0 && counted(consoleErrors, 'console error'),
    failedRequests > 0 && counted(failedRequests, 'failed request'),
    findings > 0 && counted(findings, 'accessibility finding'),
  ].filter((note) => note !== false)
  return (
    <div className={css.case}>
      <div className={css.caseLine}>
        <p className={css.rowName}>
          {page.title || pathOf(page.url)}
          <span className={css.path}>{pathOf(page.url)}</span>
        </p>
        <StateMark
          state={
            page.outcome === 'ok'
              ? 'passed'
              : page.outcome === 'refused' || page.outcome === 'download'
                ? 'skipped'
                : 'failed'
          }
        >
          {outcomeSays(page)}
        </StateMark>
      </div>
      {page.problem ? (
        <p className={css.message}>{page.problem}</p>
      ) : (
        notes.length > 0 && <p className={css.small}>{notes.join(' · ')}</p>
      )}
      {page.outcome === 'ok' && (
        <details className={css.more} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>What was found</summary>
          {open && <Details page={page} team={team} crawl={crawl} />}
        </details>
      )}
    </div>
  )
}

function Details({ page, team, crawl }: { page: CrawlPage; team: string; crawl: string }) {
  const { data } = useQuery(pageQuery(team, crawl, page.position))
  if (!data) return <Skeleton lines={4} what="Reading the page" />
  const { timings, links } = data
  const dead = links.filter(({ state }) => state === 'dead')
  const notAsked = links.filter(({ state }) => state === 'not_asked')
  const times = [
    timings.ttfb !== null && `first byte ${duration(timings.ttfb)}`,
    timings.fcp !== null && `first paint ${duration(timings.fcp)}`,
    timings.lcp !== null && `largest paint ${duration(timings.lcp)}`,
    timings.cls !== null && `layout shift ${timings.cls}`,
  ].filter((time) => time !== false)
  const missing = Object.entries(data.securityHeaders).flatMap(([name, value]) => (value === null ? [name] : []))
  return (
    <div className={css.found}>
      {data.pictureId && (
        <img
          src={pictureAddress(team, data.pictureId)}
          alt={`${page.title || 'The page'} as the crawler saw it`}
          loading="lazy"
        />
      )}
      <dl>
        <Fact name="Speed">{times.join(' · ')}</Fact>
        <Fact name="Headings">{data.headings.map(({ level, text }) => `H${level} ${text}`).join(' · ') || 'None'}</Fact>
        <Fact name="Description">{data.meta.description ?? 'None'}</Fact>
        <Fact name="Links">
          {counted(links.length, 'link')}
          {dead.length > 0 && `, ${dead.length} dead: ${dead.map(({ href }) => href).join(', ')}`}
          {notAsked.length > 0 && `, ${notAsked.length} not asked (robots.txt)`}
        </Fact>
        <Fact name="Forms">
          {data.forms
            .map(
              ({ name, fields }) => `${name || 'Form'}: ${fields.map((field) => field.label || field.name).join(', ')}`,
            )
            .join(' · ') || 'None'}
        </Fact>
        {data.errors.length > 0 && <Fact name="Console errors">{data.errors.join(' · ')}</Fact>}
        {data.failures.length > 0 && (
          <Fact name="Failed requests">{data.failures.map(({ url, why }) => `${url} (${why})`).join(' · ')}</Fact>
        )}
        {data.accessibility.length > 0 && (
          <Fact name="Accessibility">
            {data.accessibility.map(({ help, count }) => `${help} (${count})`).join(' · ')}
          </Fact>
        )}
        {missing.length > 0 && <Fact name="Security headers not sent">{missing.join(', ')}</Fact>}
      </dl>
    </div>
  )
}

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
