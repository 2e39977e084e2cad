import { useEffect, useRef, useState } from 'react'
import { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { type Billing, type Interval, type Offer, rememberBilling } from './billing-query.ts'

/**
 * Comes back from the payment provider's pages: keeps the card that was given there, asks about a payment that was confirmed there, and goes on
 * with the plan somebody was about to choose. Answers what went wrong, in a sentence.
 */
export function useReturnFromCheckout(
  team: string,
  billing: Billing,
  onPlan: (wanted: { offer: Offer; interval: Interval }) => void,
): string {
  const [problem, setProblem] = useState('')
  const taken = useRef(false)
  useEffect(() => {
    const back = new URLSearchParams(location.search)
    const [session, paid, planId] = [back.get('checkout'), back.get('paid'), back.get('plan')]
    if (taken.current || (!session && !paid && !planId)) return
    taken.current = true
    const interval: Interval = back.get('interval') === 'year' ? 'year' : 'month'
    // Once: a reload must not do it again.
    for (const name of ['checkout', 'paid', 'plan', 'interval']) back.delete(name)
    history.replaceState(history.state, '', `${location.pathname}?${back}${location.hash}`)
    const offer = billing.plans.find(({ id }) => id === planId)
    const goOn = async () => {
      if (session) {
        const kept = await api.put('/teams/{team}/billing/payment-method', { params: { team }, body: { session } })
        rememberBilling(team, kept.billing)
        announce('The card is kept.')
      }
      if (paid) rememberBilling(team, (await api.post('/teams/{team}/billing/payment', { params: { team } })).billing)
      if (offer && session) onPlan({ offer, interval })
    }
    goOn().catch((refusal: unknown) => {
      if (!(refusal instanceof ApiRefusal)) throw refusal
      setProblem(refusal.message)
    })
  }, [team, billing, onPlan])
  return problem
}
