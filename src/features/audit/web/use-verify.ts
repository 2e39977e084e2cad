import { sha256 } from '@noble/hashes/sha2.js'
import { useState } from 'react'
import { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { LogCheck, type LogReport } from '../check-log.ts'
import { signaturesKnown, verifyInBrowser } from './verify-signature.ts'

interface State {
  phase: 'idle' | 'running' | 'done' | 'failed'
  done: number
  total: number
  report: LogReport | null
  signatures: boolean
  says: string
}

const idle: State = { phase: 'idle', done: 0, total: 0, report: null, signatures: true, says: '' }

/** The check of a whole log under way. */
export function useVerify(team: string) {
  const [state, setState] = useState(idle)
  async function start(): Promise<void> {
    setState({ ...idle, phase: 'running' })
    try {
      const signatures = await signaturesKnown()
      const report = await verifyLog(team, signatures, (done, total) =>
        setState({ ...idle, phase: 'running', done, total }),
      )
      setState({ ...idle, phase: 'done', report, signatures })
    } catch (fault) {
      if (!(fault instanceof ApiRefusal)) throw fault
      setState({ ...idle, phase: 'failed', says: fault.message })
    }
  }
  return { state, start }
}

async function verifyLog(
  team: string,
  signatures: boolean,
  tell: (done: number, total: number) => void,
): Promise<LogReport> {
  const check = new LogCheck(sha256)
  const limit = 1_000
  for (let from = 0; ; from += limit) {
    const piece = await api.get('/teams/{team}/audit/proof', { params: { team }, query: { from, limit } })
    await check.addCheckpoints(piece.checkpoints, piece.keys, signatures ? verifyInBrowser : async () => true)
    for (const item of piece.items) check.add(item)
    check.addUnsealed(piece.unsealed)
    tell(Math.min(from + limit, piece.size), piece.size)
    if (from + limit >= piece.size) return check.finish()
  }
}
