import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { ItemRow, smallButton } from '#web/kit/item-list.tsx'
import { ItemQuestion } from '#web/kit/item-question.tsx'
import { Time } from '#web/kit/time.tsx'
import { useTeam } from '#web/team.ts'
import { type Webhook, webhooksQuery } from './queries.ts'
import { WebhookLog } from './webhook-log.tsx'
import { type WebhookType, webhookTypes } from './webhook-types.ts'

/** One program: what it is told, its log, a test, a new secret, a pause, its end. */
export function WebhookItem({ hook, onSecret }: { hook: Webhook; onSecret(secret: string): void }) {
  const { id: team } = useTeam()
  const known = useQueryClient()
  const [open, setOpen] = useState<'log' | 'remove'>()
  const params = { team, id: hook.id }
  const fresh = () => known.invalidateQueries({ queryKey: ['notifications', team] })
  const act = useMutation({
    mutationFn: async (what: 'test' | 'rotate' | 'pause') => {
      if (what === 'test') await api.post('/teams/{team}/webhooks/{id}/tests', { params })
      if (what === 'pause') await api.patch('/teams/{team}/webhooks/{id}', { params, body: { paused: !hook.paused } })
      if (what === 'rotate') onSecret((await api.post('/teams/{team}/webhooks/{id}/secret', { params })).secret)
      if (what === 'test') setOpen('log')
    },
    onSettled: fresh,
  })
  const button = (word: string, onClick: () => void) => (
    <Button look="quiet" className={smallButton} aria-label={`${word} ${hook.url}`} onClick={onClick}>
      {word}
    </Button>
  )
  if (open === 'remove') {
    return (
      <li>
        <ItemQuestion
          act="Remove it"
          keep="Keep it"
          onKeep={() => setOpen(undefined)}
          onAct={async () => {
            await api.delete('/teams/{team}/webhooks/{id}', { params })
            await known.invalidateQueries({ queryKey: webhooksQuery(team).queryKey })
          }}
        >
          {hook.url} is told nothing more, and what waits for it is given up. Remove it?
        </ItemQuestion>
      </li>
    )
  }
  return (
    <li>
      <ItemRow
        name={hook.url}
        badge={hook.paused ? 'Paused' : undefined}
        actions={
          <>
            {button('Send test', () => act.mutate('test'))}
            {button(open === 'log' ? 'Close log' : 'Log', () => setOpen(open === 'log' ? undefined : 'log'))}
            {button(hook.paused ? 'Resume' : 'Pause', () => act.mutate('pause'))}
            {button('New secret', () => act.mutate('rotate'))}
            {button('Remove', () => setOpen('remove'))}
          </>
        }
      >
        {hook.types.length === 0
          ? 'Everything'
          : hook.types.map((type) => webhookTypes[type as WebhookType]).join(', ')}
        {' · '}since <Time at={hook.createdAt} show="date" />
        {hook.oldSecretUntil && (
          <>
            {' '}
            · the old secret signs until <Time at={hook.oldSecretUntil} />
          </>
        )}
        {act.error && <span role="alert"> · {act.error.message}</span>}
      </ItemRow>
      {open === 'log' && <WebhookLog id={hook.id} />}
    </li>
  )
}
