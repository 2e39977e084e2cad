import { useEffect, useRef } from 'react'
import { Button } from '#web/kit/button.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { Section } from '#web/kit/section.tsx'
import type { Team } from '#web/team.ts'
import { useVerify } from './use-verify.ts'
import css from './verify-card.module.css'

/** Checks the whole log in this browser: every hash is computed here, and no verdict of the server's is believed. */
export function VerifyCard({ team }: { team: Team }) {
  const { state, start } = useVerify(team.id)
  const bar = useRef<HTMLProgressElement>(null)
  useEffect(() => {
    if (bar.current) bar.current.value = state.done
  }, [state.done])
  const { report } = state
  return (
    <Section
      id="audit-verify"
      title="Verify"
      description="Each entry is part of a hash tree whose root is signed every few seconds. This detects any change; it does not prevent it."
    >
      <p className={css.says}>
        Your browser reads every entry, computes its hash and compares the result with what was signed. The public key
        stands at <a href="/api/v1/audit/keys">/api/v1/audit/keys</a>, the latest signed size and root at{' '}
        <a href={`/api/v1/audit/checkpoints/${team.id}`}>their own address</a>: keep a copy elsewhere, and nobody can
        cut the log short unnoticed.
      </p>
      <div>
        <Button busy={state.phase === 'running'} onClick={() => void start()}>
          Verify the whole log
        </Button>
      </div>
      <div role="status" className={css.state}>
        {state.phase === 'running' && (
          <p>
            <progress ref={bar} max={Math.max(state.total, 1)} aria-label="Verified so far" /> {number(state.done)} of{' '}
            {number(state.total)} entries
          </p>
        )}
        {state.phase === 'failed' && <p>{state.says}</p>}
        {report && report.problems.length === 0 && (
          <p className={css.good}>
            <Icon name="check" /> All {number(report.entries)} entries are as they were signed
            {state.signatures ? '' : ' by hash; this browser cannot check the signatures, which the offline check does'}
            .{report.erased > 0 && ` Personal values of ${number(report.erased)} were erased, and the log says so.`}
            {report.expired > 0 && ` ${number(report.expired)} are past their retention, and the log says so.`}
          </p>
        )}
      </div>
      {report && report.problems.length > 0 && (
        <div role="alert" className={css.bad}>
          <p>
            <Icon name="error" /> The log is not as it was signed. The first problem: {report.problems[0]?.says}
          </p>
          {report.problems.length > 1 && (
            <ul>
              {report.problems.slice(1, 20).map(({ says }) => (
                <li key={says}>{says}</li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Section>
  )
}

const number = (count: number): string => count.toLocaleString('en-US')
