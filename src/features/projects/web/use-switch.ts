import { useState } from 'react'
import { useAct } from './use-act.ts'

/** A switch that shows at once what was chosen, saves it, and goes back with the reason when it was refused. */
export function useSwitch(stored: boolean, save: (on: boolean) => Promise<void>) {
  const [wanted, setWanted] = useState<boolean | null>(null)
  const [said, setSaid] = useState('')
  const [busy, act] = useAct(setSaid)
  const turn = async (on: boolean) => {
    if (busy) return
    setWanted(on)
    if (await act(() => save(on))) setSaid('Saved')
    setWanted(null)
  }
  return { on: wanted ?? stored, turn: (on: boolean) => void turn(on), said }
}
