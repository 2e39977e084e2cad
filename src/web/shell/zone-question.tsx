import { useState } from 'react'
import { browserZone, rememberAccount, useAccount } from '../account.ts'
import { ApiRefusal } from '../api-refusal.ts'
import { api } from '../client.ts'
import { announce } from '../kit/announce.tsx'
import { Banner } from '../kit/banner.tsx'
import { Button } from '../kit/button.tsx'
import css from './zone-question.module.css'
import { answeredZones, rememberZonesAnswer, sameZone, zonePair } from './zones-answered.ts'

/** Asks once when this browser's time zone is not the profile's: on a journey, or after moving house. */
export function ZoneQuestion() {
  const account = useAccount()
  const here = browserZone()
  const pair = zonePair(account.timezone, here)
  const [answered, setAnswered] = useState(answeredZones)
  const [problem, setProblem] = useState('')
  if (sameZone(account.timezone, here) || answered === pair) return null

  const keep = () => {
    rememberZonesAnswer(pair)
    setAnswered(pair)
  }
  const take = async () => {
    try {
      rememberAccount(await api.patch('/account', { body: { timezone: here }, ifMatch: account.version }))
      announce(`Times are now shown in ${here}.`)
    } catch (refusal) {
      if (!(refusal instanceof ApiRefusal)) throw refusal
      setProblem(refusal.message)
    }
  }
  return (
    <div className={css.question}>
      <Banner
        title="Your browser is in another time zone"
        onDismiss={keep}
        actions={
          <>
            <Button onClick={() => void take()}>Use {inWords(here)}</Button>
            <Button look="quiet" onClick={keep}>
              Keep {inWords(account.timezone)}
            </Button>
          </>
        }
      >
        <p>
          Your profile says {inWords(account.timezone)}, this browser says {inWords(here)}. Pages, letters and schedules
          follow your profile.
        </p>
        {problem && <p role="alert">{problem}</p>}
      </Banner>
    </div>
  )
}

const inWords = (zone: string): string => zone.replaceAll('_', ' ')
