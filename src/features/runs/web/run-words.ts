import type { Team } from '#web/team.ts'
import type { CrawlPage, Run, RunCase } from './run-queries.ts'

/** Whether somebody may start crawls and runs, and decide about pictures. */
export const mayRun = ({ role }: Team): boolean => ['owner', 'admin', 'member'].includes(role)

/** “3 pages”, “1 page”. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

/** A length of time, as short as it may be said. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  const whole = Math.round(ms / 1_000)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** A state in words. */
export const stateSays: Record<Run['state'], string> = {
  queued: 'Waiting',
  running: 'Running',
  completed: 'Passed',
  failed: 'Failed',
  cancelled: 'Cancelled',
  needs_review: 'To review',
}

/** A state of a crawl in words: it does not pass, it ends. */
export const crawlStateSays: Record<Run['state'], string> = { ...stateSays, completed: 'Done' }

/** The state of a case in words. */
export const caseSays: Record<RunCase['state'], string> = {
  waiting: 'Waiting',
  passed: 'Passed',
  failed: 'Failed',
  skipped: 'Skipped',
  needs_review: 'To review',
}

/** What started a run, in words. */
export const triggerSays: Record<Run['trigger'], string> = {
  person: 'by hand',
  ci: 'from a pipeline',
  schedule: 'by a schedule',
  report: 'reported by another tool',
}

/** The figures of a run in one line. */
export function figures(run: Run): string {
  const { state, totalCases, passedCases, failedCases, reviewCases, skippedCases, flakyCases } = run
  if (state === 'queued') return counted(totalCases, 'test')
  const parts = [
    `${passedCases} of ${totalCases} passed`,
    failedCases > 0 && `${failedCases} failed`,
    reviewCases > 0 && `${reviewCases} to review`,
    skippedCases > 0 && `${skippedCases} skipped`,
    flakyCases > 0 && `${flakyCases} flaky`,
  ]
  return parts.filter((part) => part !== false).join(' · ')
}

/** How a visit ended, in two or three words. */
export function outcomeSays({ outcome, status }: Pick<CrawlPage, 'outcome' | 'status'>): string {
  const known: Record<string, string> = {
    ok: `Read (${status})`,
    http_error: `Answered ${status}`,
    unreachable: 'Not reached',
    bad_tls: 'Bad certificate',
    redirect_loop: 'Redirects endlessly',
    timed_out: 'Took too long',
    download: 'A download',
    crashed: 'Browser crashed',
    refused: 'Not visited',
  }
  return known[outcome] ?? outcome
}

/** The part of an address that tells pages of one site apart. */
export function pathOf(url: string): string {
  if (!URL.canParse(url)) return url
  const { pathname, search } = new URL(url)
  return `${pathname}${search}`
}
