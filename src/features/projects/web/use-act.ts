import { useState } from 'react'
import { ApiRefusal } from '#web/api-refusal.ts'

/** Runs one act at a time and says why it was refused; true when it was done. */
export function useAct(say: (why: string) => void): [boolean, (work: () => Promise<void>) => Promise<boolean>] {
  const [busy, setBusy] = useState(false)
  const act = async (work: () => Promise<void>): Promise<boolean> => {
    setBusy(true)
    say('')
    try {
      await work()
      return true
    } catch (refusal) {
      if (!(refusal instanceof ApiRefusal)) throw refusal
      say(refusal.message)
      return false
    } finally {
      setBusy(false)
    }
  }
  return [busy, act]
}
