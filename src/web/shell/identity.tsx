import { lazy, Suspense, useEffect, useState } from 'react'
import { connectClient, type NeededProof } from '../client-hooks.ts'

const StepUpDialog = lazy(() => import('../kit/step-up-dialog.tsx').then((file) => ({ default: file.StepUpDialog })))

interface Question {
  number: number
  needed: NeededProof
  answer(confirmed: boolean): void
}

/** Connects the client's two wishes with the page: a proof of identity opens the dialog, an ended session leaves for the sign-in page. */
export function IdentityQuestions({ onSignedOut }: { onSignedOut(): void }) {
  const [question, setQuestion] = useState<Question>()
  useEffect(() => {
    let number = 0
    connectClient({
      signedOut: onSignedOut,
      confirmIdentity: (needed) => new Promise((answer) => setQuestion({ number: ++number, needed, answer })),
    })
  }, [onSignedOut])
  if (!question) return null
  return (
    <Suspense fallback={null}>
      <StepUpDialog key={question.number} needed={question.needed} onEnd={question.answer} />
    </Suspense>
  )
}
