import { useState } from 'react'
import { type AnswerOf, api } from '#web/client.ts'
import { Done } from '#web/shell/link-page.tsx'
import { AcceptForm } from './accept-form.tsx'

/** An invitation of somebody who is signed in with the invited mailbox. */
export function AcceptWaiting({
  of: { id, team, role, inviter, message },
}: {
  of: AnswerOf<'GET', '/account/invitations'>['items'][number]
}) {
  const [declined, setDeclined] = useState(false)
  if (declined) return <Done title="Declined" lead={`${inviter} is told. Nothing else happens.`} />
  return (
    <AcceptForm
      team={team}
      role={role}
      inviter={inviter}
      message={message}
      accept={() => api.post('/invitations/acceptance', { body: { id } })}
      decline={async () => {
        await api.post('/invitations/refusal', { body: { id } })
        setDeclined(true)
      }}
    />
  )
}
