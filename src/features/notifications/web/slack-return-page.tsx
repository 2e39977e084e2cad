import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { api } from '#web/client.ts'
import { Banner } from '#web/kit/banner.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { remember } from '#web/queries.ts'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { useTeam } from '#web/team.ts'
import { slackQuery } from './queries.ts'

/** Where Slack sends an admin back to: finishes the installation once, and says what came of it. */
export function SlackReturnPage() {
  const { slackCode: code = '', slackState: state = '' } = useSearch({ strict: false })
  const current = useTeam().id
  const team = sessionStorage.getItem('slack-team') ?? current
  const finish = useMutation({
    mutationFn: () => api.post('/teams/{team}/slack/installations', { params: { team }, body: { code, state } }),
    onSuccess: (slack) => remember(slackQuery(team).queryKey, slack),
  })
  const before = useQuery(slackQuery(team)).data?.connected
  const once = useRef(false)
  useEffect(() => {
    if (once.current || !code) return
    once.current = true
    finish.mutate()
  })
  const back = (
    <Link to="/settings/notifications" search={{ team }} hash="slack">
      Back to Notifications
    </Link>
  )
  return (
    <>
      <PageHeading level={2} title="Connecting Slack" within="Settings">
        <Link to="/settings/notifications" search={{ team }}>
          Notifications
        </Link>{' '}
        · Connecting Slack
      </PageHeading>
      {finish.isPending && <Skeleton lines={2} what="Asking Slack" />}
      {finish.data && (
        <Banner tone="good" title={`Connected: ${finish.data.connected?.label ?? 'Slack'}`} actions={back}>
          <p>Tick Slack for what should go there, and send a test.</p>
        </Banner>
      )}
      {(finish.error || !code) && (
        <Banner tone="bad" title={before ? 'Slack stays as it was' : 'Slack is not connected'} actions={back}>
          <p>
            {finish.error?.message ?? 'Slack sent you back without its permission.'}
            {before && ` The team is still connected with ${before.label}.`}
          </p>
        </Banner>
      )}
    </>
  )
}
