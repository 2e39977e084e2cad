import type { Team } from '#web/team.ts'
import { PictureReview } from './picture-review.tsx'
import { pictureAddress, type Run, type RunCase } from './run-queries.ts'
import { caseSays, duration } from './run-words.ts'
import css from './runs.module.css'
import { StateMark } from './state-mark.tsx'

/** One test of a run: its state, and where it did not pass, what was seen. */
export function CaseItem({ one, team, run }: { one: RunCase; team: Team; run: Run }) {
  // Of a page that could not be read there is nothing to compare.
  const pictured = one.failureType === 'visual' && one.pictureId !== null
  return (
    <div className={css.case}>
      <div className={css.caseLine}>
        <p className={css.rowName}>
          {one.name}
          {one.flaky && <span className={css.badge}>Flaky: passed on the second try</span>}
          {one.reviewedAs && (
            <span className={css.badge}>{one.reviewedAs === 'accepted' ? 'Accepted' : 'Rejected'}</span>
          )}
        </p>
        <span className={css.caseState}>
          {one.durationMs !== null && <span className={css.small}>{duration(one.durationMs)}</span>}
          <StateMark state={one.state}>{caseSays[one.state]}</StateMark>
        </span>
      </div>
      {one.message && <p className={css.message}>{one.message}</p>}
      {pictured && <PictureReview one={one} team={team} run={run} />}
      {one.state === 'failed' && one.trace.length > 0 && <Trace one={one} />}
      {one.state === 'failed' && one.pictureId && !pictured && (
        <details className={css.more}>
          <summary>Picture of the page</summary>
          <img
            src={pictureAddress(team.id, one.pictureId)}
            alt={`What ${one.suiteName} looked like when the test failed`}
            loading="lazy"
          />
        </details>
      )}
    </div>
  )
}

function Trace({ one }: { one: RunCase }) {
  return (
    <details className={css.more}>
      <summary>What was done</summary>
      <ol>
        {one.trace.map(({ says, ms, ok }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other name than their place
          <li key={at} className={ok ? undefined : css.bad}>
            {says} · {duration(ms)}
            {!ok && ' · this is where it stopped'}
          </li>
        ))}
      </ol>
    </details>
  )
}
