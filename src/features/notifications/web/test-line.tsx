import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import hidden from '#web/kit/hidden.module.css'
import { LinkButton } from '#web/kit/link-button.tsx'
import { Time } from '#web/kit/time.tsx'
import { useTeam } from '#web/team.ts'
import { kinds } from '../kinds.ts'
import { channelWord, stateWord } from './delivery-words.ts'
import css from './grid.module.css'
import { deliveriesQuery, type Row } from './queries.ts'

/** Sends a test of one type, and says what became of the last message of it. */
export function TestLine({ type, slack }: { type: Row['type']; slack: boolean }) {
  const { id: team } = useTeam()
  const known = useQueryClient()
  const { data } = useQuery(deliveriesQuery(team))
  const last = data?.items.find((one) => one.type === type)
  const test = useMutation({
    mutationFn: (channel: 'email' | 'slack') =>
      api.post('/teams/{team}/notifications/tests', { params: { team }, body: { type, channel } }),
    onSuccess: () => {
      announce('The test is on its way.')
      return known.invalidateQueries({ queryKey: deliveriesQuery(team).queryKey })
    },
  })
  const send = (channel: 'email' | 'slack') => (
    <LinkButton onClick={() => test.mutate(channel)}>
      {channel === 'email' ? 'Send test' : 'by Slack'}
      <span className={hidden.visually}>
        {channel === 'email' && ' by e-mail'} of {kinds[type].label}
      </span>
    </LinkButton>
  )
  return (
    <span className={css.test}>
      {send('email')}
      {slack && <> or {send('slack')}</>}
      {test.error && <span role="alert"> {test.error.message}</span>}
      {last && (
        <span className={css.last} data-state={last.state}>
          Last: {channelWord(last)} {stateWord[last.state].toLowerCase()},{' '}
          <Time at={last.createdAt} show="relative" past />
          {last.state !== 'sent' && last.says && <> – {last.says}</>}
        </span>
      )}
    </span>
  )
}
