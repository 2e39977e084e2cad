import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type AnswerOf, api } from '#web/client.ts'
import { Banner } from '#web/kit/banner.tsx'
import { Button, buttonClass } from '#web/kit/button.tsx'
import { DialogActions } from '#web/kit/dialog.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { Done } from '#web/shell/link-page.tsx'
import { QuietPage } from '#web/shell/quiet-page.tsx'
import { AcceptForm } from './accept-form.tsx'
import { invitationLead } from './invitation-words.ts'
import { JoinBySignUp } from './join-by-sign-up.tsx'
import css from './team.module.css'

/** An invitation as whoever holds its letter. */
export type Found = AnswerOf<'POST', '/invitations/lookup'>

/** Whatever state the invitation is in, and whoever is at the browser: what to do next. */
export function InvitationFound({ token, found }: { token: string; found: Found }) {
  const [declined, setDeclined] = useState(false)
  const decline = async () => {
    await api.post('/invitations/refusal', { body: { token } })
    setDeclined(true)
  }
  const { state, team, inviter, email, signedInAs, yours, hasAccount, full } = found
  if (declined) return <Done title="Declined" lead={`${inviter} is told. Nothing else happens.`} />
  if (state === 'expired') return <AskAgain token={token} found={found} />
  if (state !== 'pending') return <Over found={found} />
  const note = full && (
    <Banner tone="warn" title="Every seat of this team is taken">
      Ask {inviter} to make room, then open the link again. The invitation stays open.
    </Banner>
  )
  if (yours) {
    const accept = () => api.post('/invitations/acceptance', { body: { token } })
    return <AcceptForm {...found} note={note} accept={accept} decline={decline} />
  }
  if (signedInAs) return <WrongAccount found={found} token={token} />
  if (!hasAccount) return <JoinBySignUp token={token} found={found} note={note} decline={decline} />
  return (
    <QuietPage title={`Join ${team}`} lead={invitationLead(found)}>
      {found.message && <blockquote className={css.quote}>{found.message}</blockquote>}
      {note}
      <p>Sign in as {email} to accept. You come back here.</p>
      <DialogActions>
        <Link to="/sign-in" search={{ next: `/invitation?id=${found.id}` }} className={buttonClass('primary')}>
          Sign in
        </Link>
        <Button look="quiet" onClick={() => void decline()}>
          Decline
        </Button>
      </DialogActions>
    </QuietPage>
  )
}

function WrongAccount({ found: { id, email, signedInAs, team } }: { token: string; found: Found }) {
  const switching = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      await api.delete('/auth/sessions/current', { allowSignedOut: true })
      location.assign(`/sign-in?next=${encodeURIComponent(`/invitation?id=${id}`)}`)
    },
  })
  return (
    <QuietPage
      title="This invitation is for another account"
      lead={`It was sent to ${email}. You are signed in as ${signedInAs}.`}
    >
      <ErrorSummary form={switching} />
      <p>
        To join {team}, sign out and go on as {email}. If you would rather use this account, ask for an invitation to
        its address. The invitation stays open.
      </p>
      <DialogActions>
        <Button look="primary" busy={switching.saving} onClick={() => void switching.submit()}>
          Sign out and switch
        </Button>
        <Link to="/welcome" className={buttonClass('quiet')}>
          Stay as {signedInAs}
        </Link>
      </DialogActions>
    </QuietPage>
  )
}

function AskAgain({ token, found: { team, inviter } }: { token: string; found: Found }) {
  const [asked, setAsked] = useState(false)
  const asking = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      await api.post('/invitations/renewals', { body: { token } })
      setAsked(true)
    },
  })
  if (asked)
    return (
      <Done
        title="Asked"
        lead={`${inviter} is told that you would like a new link to ${team}. It comes to this mailbox.`}
        onward={<span />}
      />
    )
  return (
    <QuietPage
      title="This invitation has expired"
      lead={`Links live for seven days. ${inviter} can send you a new one to ${team}.`}
    >
      <ErrorSummary form={asking} />
      <div>
        <Button look="primary" busy={asking.saving} onClick={() => void asking.submit()}>
          Ask for a new one
        </Button>
      </div>
    </QuietPage>
  )
}

const endings: Record<'accepted' | 'declined' | 'revoked', [string, string]> = {
  accepted: ['You have joined already', 'This invitation was accepted. Sign in to work with the team.'],
  declined: ['This invitation was declined', 'If that was a mistake, ask for another one.'],
  revoked: ['This invitation was withdrawn', 'Ask whoever invited you if you think that was a mistake.'],
}

function Over({ found: { state } }: { found: Found }) {
  const [title, lead] = endings[state as keyof typeof endings]
  return <Done title={title} lead={lead} />
}
