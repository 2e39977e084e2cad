import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#web/client.ts'
import { LinkButton } from '#web/kit/link-button.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { Time } from '#web/kit/time.tsx'
import { useTeam } from '#web/team.ts'
import css from './cards.module.css'
import { stateWord } from './delivery-words.ts'
import { webhookLogQuery } from './queries.ts'

/** What a program was told, every try and its answer, and telling it once more. */
export function WebhookLog({ id }: { id: string }) {
  const { id: team } = useTeam()
  const known = useQueryClient()
  const log = webhookLogQuery(team, id)
  const { data } = useQuery(log)
  const replay = useMutation({
    mutationFn: (delivery: string) =>
      api.post('/teams/{team}/webhooks/{id}/deliveries/{delivery}/replay', { params: { team, id, delivery } }),
    onSettled: () => known.invalidateQueries({ queryKey: log.queryKey }),
  })
  if (!data) return <Skeleton lines={2} what="Reading the log" />
  if (data.items.length === 0) return <p className={css.facts}>Nothing was told yet. Send a test to see it here.</p>
  return (
    <>
      {data.items.map(({ id: delivery, title, state, createdAt, nextAt, attempts, body }) => (
        <details key={delivery} className={css.facts}>
          <summary>
            {title} · {stateWord[state]} · <Time at={createdAt} show="relative" past />
          </summary>
          <ol className={css.tries}>
            {attempts.map(({ at, says, outcome }) => (
              <li key={at}>
                <Time at={at} /> – {outcome === 'taken' ? `taken (${says})` : says}
              </li>
            ))}
            {nextAt && (
              <li>
                next try <Time at={nextAt} show="relative" />
              </li>
            )}
          </ol>
          <LinkButton onClick={() => replay.mutate(delivery)}>Tell it once more</LinkButton>
          <pre className={css.code}>{body}</pre>
        </details>
      ))}
    </>
  )
}
