import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'
import { Section } from '#web/kit/section.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import type { Enrolment } from './enrol-dialog.tsx'
import { TwoFactorOff } from './two-factor-off.tsx'
import { TwoFactorOn } from './two-factor-on.tsx'
import { refreshSecurity, twoFactorQuery } from './two-factor-query.ts'

const EnrolDialog = lazy(() => import('./enrol-dialog.tsx').then((file) => ({ default: file.EnrolDialog })))

/** Two-factor authentication: enabling it, and everything that belongs to it once it is on. */
export function TwoFactorCard() {
  const { data: state, error } = useQuery(twoFactorQuery)
  const [enrolment, setEnrolment] = useState<Enrolment>()
  const [open, setOpen] = useState(false)
  const body = useRef<HTMLDivElement>(null)
  const switched = useRef(false)
  const start = (begun: Enrolment) => {
    setEnrolment(begun)
    setOpen(true)
  }
  const end = ({ added }: { added: boolean }) => {
    setOpen(false)
    switched.current = added && !state?.enabled
    if (added) void refreshSecurity()
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again whenever the card shows another state
  useEffect(() => {
    if (!switched.current || !state?.enabled) return
    switched.current = false
    // The button that opened the dialog has made place for what it brought.
    if (!document.activeElement?.closest('#two-factor')) body.current?.focus()
  }, [state, open])
  return (
    <Section
      id="two-factor"
      title="Two-Factor Authentication (2FA)"
      description="Signing in takes a code from an app on your phone as well. Somebody who learns your password still cannot get in."
    >
      <div ref={body} tabIndex={-1}>
        {state === undefined ? (
          <Unread error={error} />
        ) : state.enabled ? (
          <TwoFactorOn state={state} onEnrol={start} onChanged={() => body.current?.focus()} />
        ) : (
          <TwoFactorOff onEnrol={start} />
        )}
      </div>
      {enrolment && (
        <Suspense fallback={null}>
          <EnrolDialog
            key={enrolment.id}
            enrolment={enrolment}
            another={state?.enabled ?? false}
            open={open}
            onEnd={end}
          />
        </Suspense>
      )}
    </Section>
  )
}

function Unread({ error }: { error: Error | null }) {
  if (!error) return <Skeleton what="Loading two-factor authentication" />
  return (
    <Banner
      tone="bad"
      title="This could not be read"
      actions={<Button onClick={() => void refreshSecurity()}>Try again</Button>}
    >
      <p>{error.message}</p>
    </Banner>
  )
}
