import type { Team } from '#web/team.ts'
import { PictureReview } from './picture-review.tsx'
import { pictureAddress, type Run, type RunCase } from './run-queries.ts'
import { caseSays, counted, duration } from './run-words.ts'
import css from './runs.module.css'
import { StateMark } from './state-mark.tsx'

interface CaseItemProps {
  one: RunCase
  /** Others of its page that failed for the same reason. */
  same: readonly RunCase[]
  team: Team
  run: Run
}

/** One test of a run: its state, and where it did not pass, what was seen. */
export function CaseItem({ one, same, team, run }: CaseItemProps) {
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
      <div className={css.seen}>
        <div className={css.seenText}>
          {one.message && <p className={css.message}>{one.message}</p>}
          {same.length > 0 && <Same cases={same} />}
          {one.state === 'failed' && one.trace.length > 0 && <Trace one={one} />}
        </div>
        {one.state === 'failed' && one.pictureId && !pictured && (
          <a
            href={pictureAddress(team.id, one.pictureId)}
            target="_blank"
            rel="noreferrer"
            className={css.thumb}
            title="Open the whole picture"
          >
            <img
              src={pictureAddress(team.id, one.pictureId)}
              alt={`What ${one.suiteName} looked like when the test failed`}
              loading="lazy"
            />
          </a>
        )}
      </div>
      {pictured && <PictureReview one={one} team={team} run={run} />}
    </div>
  )
}

const Same = ({ cases }: { cases: readonly RunCase[] }) => (
  <details className={css.more}>
    <summary>{counted(cases.length, 'more test')} failed for the same reason</summary>
    <ul className={css.same}>
      {cases.map(({ position, name }) => (
        <li key={position}>{name}</li>
      ))}
    </ul>
  </details>
)

function Trace({ one }: { one: RunCase }) {
  return (
    <details className={css.more} open={one.failureType === 'step'}>
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
