import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import type { Team } from '#web/team.ts'
import { pictureAddress, type Run, type RunCase, refreshRuns } from './run-queries.ts'
import { mayRun } from './run-words.ts'
import css from './runs.module.css'
import { useAct } from './use-act.ts'

/** A changed picture beside the one it was compared with and what differs, for somebody to decide about. */
export function PictureReview({ one, team, run }: { one: RunCase; team: Team; run: Run }) {
  const { busy, said, act } = useAct()
  const decide = (verdict: 'accepted' | 'rejected') =>
    act(async () => {
      const params = { team: team.id, id: run.id, position: String(one.position) }
      await api.post('/teams/{team}/runs/{id}/cases/{position}/review', { params, body: { verdict } })
      await refreshRuns()
    })
  const panels = [
    { title: 'Before', picture: one.baselineId },
    { title: 'Now', picture: one.pictureId },
    { title: 'Difference', picture: one.diffId },
  ]
  return (
    <div className={css.review}>
      <div className={css.panels}>
        {panels.map(
          ({ title, picture }) =>
            picture && (
              <figure key={title}>
                <a href={pictureAddress(team.id, picture)} target="_blank" rel="noreferrer">
                  <img
                    src={pictureAddress(team.id, picture)}
                    alt={`${one.suiteName}, ${title.toLowerCase()}`}
                    loading="lazy"
                  />
                </a>
                <figcaption>{title}</figcaption>
              </figure>
            ),
        )}
      </div>
      {one.state === 'needs_review' && mayRun(team) && (
        <div className={css.actions}>
          <Button look="primary" busy={busy} onClick={() => void decide('accepted')}>
            Accept as the new look
          </Button>
          <Button busy={busy} onClick={() => void decide('rejected')}>
            Reject
          </Button>
        </div>
      )}
      {said && (
        <p role="alert" className={css.refused}>
          {said}
        </p>
      )}
    </div>
  )
}
