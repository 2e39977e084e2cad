import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { NoToken } from '#web/shell/link-page.tsx'
import { useLinkToken } from '#web/shell/link-token.ts'
import { QuietPage } from '#web/shell/quiet-page.tsx'
import { AcceptWaiting } from './accept-waiting.tsx'
import { InvitationFound } from './invitation-found.tsx'
import { PassedOn } from './passed-on.tsx'

/** Behind the link of an invitation: with the letter's secret in the fragment, or with only the id that managers pass on. */
export function InvitationPage() {
  const token = useLinkToken()
  const { id } = useSearch({ from: '/invitation' })
  if (token) return <FromLetter token={token} />
  return id ? <FromId id={id} /> : <NoToken />
}

function FromLetter({ token }: { token: string }) {
  const { data, error } = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => api.post('/invitations/lookup', { body: { token }, signal }),
    staleTime: 0,
  })
  if (error instanceof ApiRefusal)
    return (
      <QuietPage
        title="This link does not work any more"
        lead="The invitation was replaced by a newer letter, or the link was not copied whole. Look for the latest letter, or ask whoever invited you to send it again."
      />
    )
  if (!data)
    return <QuietPage title="Your invitation">{<Skeleton lines={4} what="Reading the invitation" />}</QuietPage>
  return <InvitationFound token={token} found={data} />
}

function FromId({ id }: { id: string }) {
  // Whoever is signed in with the invited mailbox needs no letter.
  const { data, isPending } = useQuery({
    queryKey: ['invitations-waiting'],
    queryFn: ({ signal }) => api.get('/account/invitations', { signal, allowSignedOut: true }),
    staleTime: 0,
  })
  if (isPending)
    return <QuietPage title="Your invitation">{<Skeleton lines={4} what="Reading the invitation" />}</QuietPage>
  const mine = data?.items.find((one) => one.id === id)
  return mine ? <AcceptWaiting of={mine} /> : <PassedOn id={id} signedIn={data !== undefined} />
}
