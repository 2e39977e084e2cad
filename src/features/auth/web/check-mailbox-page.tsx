import { Link, useSearch } from '@tanstack/react-router'
import { Banner } from '#web/kit/banner.tsx'
import { QuietPage } from '#web/shell/quiet-page.tsx'
import { askedMailbox } from './asked-mailbox.ts'
import { useWelcome } from './welcome-query.ts'

const pages = {
  'sign-up': {
    says: 'Open the link in it to finish signing up; in this browser that is all it takes.',
    again: '/sign-up',
  },
  recovery: {
    says: 'If an account belongs to this address, the letter has a link to choose a new password.',
    again: '/forgot-password',
  },
} as const

/** A letter is on its way. The same page whether or not the address is known: nobody can find out who has an account. */
export function CheckMailboxPage() {
  const { about } = useSearch({ from: '/check-mailbox' })
  const { mailHeld, operatorOnLoopback } = useWelcome()
  const { says, again } = pages[about]
  const address = askedMailbox()
  return (
    <QuietPage
      title={mailHeld ? 'Your letter is waiting' : 'Check your mailbox'}
      lead={
        <>
          {mailHeld ? 'A letter is written' : 'We sent a letter'}
          {address && (
            <>
              {' '}
              to <strong>{address}</strong>
            </>
          )}
          . {says}
        </>
      }
      ways={
        <>
          <p>
            {mailHeld ? 'Mistyped the address?' : 'Nothing there after some minutes? Look in the spam folder, or'}{' '}
            <Link to={again}>{mailHeld ? 'Ask again' : 'ask again'}</Link>.
          </p>
          <p>
            <Link to="/sign-in">Back to sign-in</Link>
          </p>
        </>
      }
    >
      {mailHeld && <MailHeld readable={operatorOnLoopback} />}
    </QuietPage>
  )
}

/** Without a mail server letters stay on this machine; says where. */
function MailHeld({ readable }: { readable: boolean }) {
  return (
    <Banner title="This installation sends no mail yet">
      <p>
        {readable
          ? 'No mail server is set up, so the letter stays here: its link is printed on the console where AegisRunner runs, and the operator can read the letter on the Outbox page.'
          : 'No mail server is set up, so the letter cannot leave. Ask the operator of this installation to set one up.'}
      </p>
    </Banner>
  )
}
