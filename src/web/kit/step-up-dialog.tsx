import { useState } from 'react'
import type { NeededProof } from '../client-hooks.ts'
import { passkeysWork } from '../passkeys-work.ts'
import { announce } from './announce.tsx'
import { Dialog } from './dialog.tsx'
import { LinkButton } from './link-button.tsx'
import css from './step-up-dialog.module.css'
import { StepUpForm } from './step-up-form.tsx'
import { StepUpPasskey } from './step-up-passkey.tsx'
import { type Proof, proofsFor, proofWords } from './step-up-proofs.ts'

/** Asks for a proof of identity over whatever the person was doing; the page below stays as it is and goes on afterwards. */
export function StepUpDialog({ needed, onEnd }: { needed: NeededProof; onEnd(confirmed: boolean): void }) {
  const [ended, setEnded] = useState(false)
  const ways = proofsFor(needed, passkeysWork())
  const [way, setWay] = useState<Proof>(ways[0] ?? 'password')
  const end = (confirmed: boolean) => {
    setEnded(true)
    if (confirmed) announce('Confirmed. This holds for 10 minutes.')
    onEnd(confirmed)
  }
  const form = { onConfirmed: () => end(true), onRefused: () => end(false) }
  return (
    <Dialog open={!ended} title="Confirm that it is you" onClose={() => end(false)}>
      <p className={css.why}>
        {needed.needsSecondFactor
          ? 'This needs your second factor, because two-factor authentication is on.'
          : 'This changes how your account is protected.'}{' '}
        A confirmation holds for 10 minutes; you can end it earlier in the menu behind your picture.
      </p>
      {way === 'passkey' ? <StepUpPasskey {...form} /> : <StepUpForm key={way} proof={way} {...form} />}
      {ways.length > 1 && (
        <div className={css.ways}>
          <p>Or instead:</p>
          {ways
            .filter((other) => other !== way)
            .map((other) => (
              <LinkButton key={other} onClick={() => setWay(other)}>
                {proofWords[other]}
              </LinkButton>
            ))}
        </div>
      )}
    </Dialog>
  )
}
