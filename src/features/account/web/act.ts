import { useState } from 'react'
import { ApiRefusal } from '#web/api-refusal.ts'
import { announce } from '#web/kit/announce.tsx'
import { errorsOf } from '#web/kit/form-state.ts'

/** Where something that happens at one press stands. */
export interface ActState {
  phase: 'idle' | 'busy' | 'done' | 'refused'
  /** What came of it, as a sentence. */
  says: string
}

const idle: ActState = { phase: 'idle', says: '' }

/** Something that happens at one press, without a form: says in place what came of it, and reads it out. */
export function useAct() {
  const [state, setState] = useState(idle)
  return {
    ...state,
    busy: state.phase === 'busy',
    /** Does it; `act` answers the sentence for success. Resolves to whether it succeeded. */
    async run(act: () => Promise<string>): Promise<boolean> {
      setState({ phase: 'busy', says: '' })
      try {
        const says = await act()
        setState({ phase: 'done', says })
        announce(says)
        return true
      } catch (refusal) {
        if (!(refusal instanceof ApiRefusal)) {
          setState(idle)
          throw refusal
        }
        const says = errorsOf(refusal, [])
          .map(({ message }) => message)
          .join(' ')
        setState({ phase: 'refused', says })
        announce(says, 'assertive')
        return false
      }
    },
    /** Shows a “no” that was found without asking the server. */
    refuse(says: string) {
      setState({ phase: 'refused', says })
      announce(says, 'assertive')
    },
    /** Takes the last outcome away. */
    forget: () => setState(idle),
  }
}
