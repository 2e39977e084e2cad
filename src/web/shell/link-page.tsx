import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button, buttonClass } from '../kit/button.tsx'
import { ErrorSummary } from '../kit/error-summary.tsx'
import { useForm } from '../kit/use-form.ts'
import { useLinkToken } from './link-token.ts'
import { QuietPage } from './quiet-page.tsx'

/** What the page says when it worked. */
export interface Outcome {
  title: string
  lead: ReactNode
  /** Where to go from there; the sign-in page unless told. */
  onward?: ReactNode
}

interface LinkPageProps {
  title: string
  lead: ReactNode
  /** The button: opening a letter's link changes nothing, as mail scanners open links too. */
  action: string
  act(token: string): Promise<Outcome>
}

/** A page behind a letter's link: says what will happen, and does it when the button is pressed. */
export function LinkPage({ title, lead, action, act }: LinkPageProps) {
  const token = useLinkToken()
  const [outcome, setOutcome] = useState<Outcome>()
  const form = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => setOutcome(await act(token)),
  })
  if (outcome) return <Done {...outcome} />
  if (!token) return <NoToken />
  return (
    <QuietPage title={title} lead={lead}>
      <ErrorSummary form={form} />
      <div>
        <Button look="primary" busy={form.saving} onClick={() => void form.submit()}>
          {action}
        </Button>
      </div>
    </QuietPage>
  )
}

/** The end of a link's work. Takes the focus, as the button that was pressed is gone. */
export function Done({ title, lead, onward }: Outcome) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.querySelector('h1')?.focus(), [])
  return (
    <div ref={box}>
      <QuietPage title={title} lead={lead}>
        <div>{onward ?? <SignInLink />}</div>
      </QuietPage>
    </div>
  )
}

/** The link was opened without its secret: copied in part, or the page was loaded a second time. */
export function NoToken() {
  return (
    <QuietPage
      title="Open the link again"
      lead="This page works only straight from the letter: the secret in its link is not kept in the address. Go back to the letter and open the link once more."
    />
  )
}

const SignInLink = () => (
  <Link to="/sign-in" className={buttonClass('primary')}>
    Sign in
  </Link>
)
