import { useEffect, useRef, useState } from 'react'
import { Icon } from '#web/kit/icon.tsx'
import { Section } from '#web/kit/section.tsx'
import type { Billing, Interval, Offer } from './billing-query.ts'
import { ChangeDialog } from './change-dialog.tsx'
import { useKeptFocus } from './keep-focus.ts'
import { PlanButton } from './plan-button.tsx'
import css from './plans-card.module.css'
import { useReturnFromCheckout } from './return-from-checkout.ts'
import { holds, money, per, priceOf } from './words.ts'

/** All plans beside each other, by the month or by the year, with what each holds. */
export function PlansCard({ team, billing }: { team: string; billing: Billing }) {
  const [interval, setInterval] = useState<Interval>(billing.interval ?? 'month')
  const [wanted, setWanted] = useState<{ offer: Offer; interval: Interval }>()
  const returned = useReturnFromCheckout(team, billing, setWanted)
  const opener = useRef<Element | null>(null)
  const choose = (offer: Offer) => {
    opener.current = document.activeElement
    setWanted({ offer, interval })
  }
  // The dialog goes as a whole, so nobody else gives the focus back; the button may have become “Your plan” by then.
  useKeptFocus('plans', [billing.plan.id, billing.interval, billing.scheduled?.planId].join())
  useEffect(() => {
    if (!wanted && opener.current instanceof HTMLElement) opener.current.focus()
  }, [wanted])
  return (
    <Section
      id="plans"
      title="Change plan"
      description="More acts at once, and you pay only for the days that are left. Less begins at the next renewal. Paying by the year costs ten months."
      style={{ gridTemplateColumns: 'minmax(0, 1fr)' }}
    >
      {returned && (
        <p role="alert" className={css.problem}>
          {returned}
        </p>
      )}
      <fieldset className={css.intervals}>
        <legend>Pay</legend>
        {(['month', 'year'] as const).map((one) => (
          <label key={one} className={css.interval}>
            <input type="radio" name="interval" checked={interval === one} onChange={() => setInterval(one)} />
            <span>{one === 'month' ? 'Monthly' : 'Yearly'}</span>
          </label>
        ))}
      </fieldset>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one */}
      <ul className={css.plans} role="list" aria-label="Plans">
        {billing.plans.map((offer) => (
          <li key={offer.id} className={css.plan} data-current={offer.current || undefined}>
            <h4>{offer.name}</h4>
            <Price offer={offer} interval={interval} />
            <ul className={css.holds}>
              {holds(offer).map((line) => (
                <li key={line}>
                  <Icon name="check" size={15} />
                  {line}
                </li>
              ))}
            </ul>
            <PlanButton billing={billing} offer={offer} interval={interval} onChoose={() => choose(offer)} />
          </li>
        ))}
      </ul>
      {wanted && <ChangeDialog team={team} billing={billing} {...wanted} onEnd={() => setWanted(undefined)} />}
    </Section>
  )
}

function Price({ offer, interval }: { offer: Offer; interval: Interval }) {
  const price = priceOf(offer, interval)
  if (offer.basic) return <p className={css.price}>{money(offer.monthly ?? { amount: 0, currency: 'USD' })}</p>
  if (!price) return <p className={css.agreed}>By agreement</p>
  return (
    <p className={css.price}>
      {money(price)} <span className={css.per}>{per(interval)}</span>
    </p>
  )
}
