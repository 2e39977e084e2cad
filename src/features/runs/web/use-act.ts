import { useState } from 'react'
import { ApiRefusal } from '#web/api-refusal.ts'

/** Runs one act at a time, and keeps why it was refused. */
export function useAct(): { busy: boolean; said: string; act(work: () => Promise<void>): Promise<void> } {
  const [busy, setBusy] = useState(false)
  const [said, setSaid] = useState('')
  const act = async (work: () => Promise<void>) => {
    setBusy(true)
    setSaid('')
    try {
      await work()
    } catch (refusal) {
      if (!(refusal instanceof ApiRefusal)) throw refusal
      setSaid(refusal.message)
    } finally {
      setBusy(false)
    }
  }
  return { busy, said, act }
}
