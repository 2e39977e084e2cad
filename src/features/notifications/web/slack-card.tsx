import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { api } from '#web/client.ts'
import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'
import { Checkbox } from '#web/kit/checkbox.tsx'
import { ItemList } from '#web/kit/item-list.tsx'
import { NamedItem } from '#web/kit/named-item.tsx'
import { Section } from '#web/kit/section.tsx'
import { Time } from '#web/kit/time.tsx'
import { remember } from '#web/queries.ts'
import { useTeam } from '#web/team.ts'
import css from './cards.module.css'
import { type Slack, slackQuery } from './queries.ts'
import { SlackWebhookForm } from './slack-webhook-form.tsx'

/** The team's way into Slack. */
export function SlackCard() {
  const { id: team } = useTeam()
  const { data: slack } = useSuspenseQuery(slackQuery(team))
  return (
    <Section
      id="slack"
      title="Slack"
      description="One channel for the team; with the Slack app also direct messages. When Slack does not take a message, it comes by e-mail, with the reason."
    >
      {slack.broken && (
        <Banner tone="bad" title="Slack does not take our messages">
          <p>
            Slack said “{slack.broken.says}” <Time at={slack.broken.at} show="relative" past />. Until the team is
            connected anew, everybody who chose Slack is told by e-mail.
          </p>
        </Banner>
      )}
      {slack.connected ? (
        <Connected slack={slack} />
      ) : (
        <p className={css.facts}>Slack is not connected to this team.</p>
      )}
      {slack.mayManage && <Connect slack={slack} />}
      {!slack.mayManage && !slack.connected && (
        <p className={css.facts}>An owner or admin of the team can connect it.</p>
      )}
    </Section>
  )
}

function Connected({ slack }: { slack: Slack }) {
  const { id: team } = useTeam()
  const keep = (now: Slack) => remember(slackQuery(team).queryKey, now)
  const direct = useMutation({
    mutationFn: (wanted: boolean) =>
      api.put('/teams/{team}/slack/direct', { params: { team }, body: { direct: wanted } }),
    onSuccess: keep,
  })
  if (!slack.connected) return null
  const { label, kind, at } = slack.connected
  return (
    <>
      <ItemList name="Connected with Slack">
        {slack.mayManage ? (
          <NamedItem
            name={label}
            badge={kind === 'app' ? 'Slack app' : 'Incoming webhook'}
            removal={{
              label: 'Disconnect',
              question: 'Whoever chose Slack is told by e-mail from then on. Disconnect?',
              act: 'Disconnect it',
              run: async () => {
                keep(await api.delete('/teams/{team}/slack', { params: { team } }))
              },
            }}
          >
            Connected <Time at={at} show="date" />
          </NamedItem>
        ) : (
          <li>
            {label} · connected <Time at={at} show="date" />
          </li>
        )}
      </ItemList>
      {kind === 'app' && (
        <Checkbox
          label="Send me direct messages instead of the channel"
          checked={slack.direct}
          onChange={(wanted) => direct.mutate(wanted)}
          hint={direct.error?.message ?? 'Slack finds you by your e-mail address.'}
        />
      )}
    </>
  )
}

function Connect({ slack }: { slack: Slack }) {
  const { id: team } = useTeam()
  const begin = useMutation({
    mutationFn: () => api.post('/teams/{team}/slack/authorizations', { params: { team } }),
    onSuccess: ({ url }) => {
      sessionStorage.setItem('slack-team', team)
      location.assign(url)
    },
  })
  return (
    <>
      {slack.hasApp && (
        <div className={css.acts}>
          <Button look="primary" busy={begin.isPending} onClick={() => begin.mutate()}>
            {slack.connected ? 'Choose another channel' : 'Connect Slack'}
          </Button>
          {begin.error && <span role="alert">{begin.error.message}</span>}
        </div>
      )}
      <SlackWebhookForm again={slack.connected !== null} />
    </>
  )
}
