import { useState } from 'react'
import { useAccount } from '#web/account.ts'
import { type AnswerOf, api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'
import { DialogActions } from '#web/kit/dialog.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Section } from '#web/kit/section.tsx'
import { Time } from '#web/kit/time.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { refreshTeam } from './members-query.ts'
import { OfferForm } from './offer-form.tsx'

type TeamAnswer = AnswerOf<'GET', '/teams/{team}'>

/** Who owns the team next: an owner offers it, the receiver accepts within seven days. */
export function OwnershipCard({ team }: { team: TeamAnswer }) {
  const { id } = useAccount()
  const { ownershipOffer: offer } = team
  return (
    <Section
      id="transfer"
      title="Ownership"
      description="An owner pays, sets the rules, and can delete the team. Ownership changes hands only when the receiver accepts; until then nothing changes."
    >
      {!offer ? <OfferForm team={team.id} /> : offer.to.id === id ? <Answer team={team} /> : <Waiting team={team} />}
    </Section>
  )
}

function Waiting({ team }: { team: TeamAnswer }) {
  const form = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      await api.delete('/teams/{team}/ownership-offer', { params: { team: team.id } })
      await refreshTeam()
      announce('The offer was taken back.')
    },
  })
  const { ownershipOffer: offer } = team
  if (!offer) return null
  return (
    <>
      <ErrorSummary form={form} />
      <Banner
        tone="info"
        title={`Offered to ${offer.to.name}`}
        actions={
          <Button busy={form.saving} onClick={() => void form.submit()}>
            Take the offer back
          </Button>
        }
      >
        {offer.from.name} offered it {offer.shared ? 'to own the team together' : 'to hand it over'}. Open until{' '}
        <Time at={offer.expiresAt} />.
      </Banner>
    </>
  )
}

function Answer({ team }: { team: TeamAnswer }) {
  const [done, setDone] = useState('')
  const answer = async (how: 'acceptance' | 'refusal') => {
    const params = { team: team.id }
    if (how === 'acceptance') await api.post('/teams/{team}/ownership-offer/acceptance', { params })
    else await api.post('/teams/{team}/ownership-offer/refusal', { params })
    setDone(how === 'acceptance' ? `You own ${team.name} now.` : 'You declined. Nothing has changed.')
    await refreshTeam()
  }
  const accept = useForm({ initial: {}, labels: {}, needsEdit: false, save: () => answer('acceptance') })
  const decline = useForm({ initial: {}, labels: {}, needsEdit: false, save: () => answer('refusal') })
  const { ownershipOffer: offer } = team
  if (done || !offer) return <p role="status">{done}</p>
  return (
    <>
      <ErrorSummary form={accept} />
      <ErrorSummary form={decline} />
      <Banner tone="info" title={`${offer.from.name} offers you ownership of ${team.name}`}>
        {offer.shared ? 'You would own it together.' : `${offer.from.name} would become an admin.`} Open until{' '}
        <Time at={offer.expiresAt} />.
      </Banner>
      <DialogActions>
        <Button look="primary" busy={accept.saving} onClick={() => void accept.submit()}>
          Accept ownership
        </Button>
        <Button busy={decline.saving} onClick={() => void decline.submit()}>
          Decline
        </Button>
      </DialogActions>
    </>
  )
}
