import { api } from '#web/client.ts'
import { confirmationQuery, rememberProof } from '#web/confirmation.ts'
import { announce } from '#web/kit/announce.tsx'
import { queries } from '#web/queries.ts'
import { refreshDeletion } from './leaving-queries.ts'

/**
 * Sends the wish to be gone; true when a day was chosen. Whoever has only a password types it once: it renews the proof of identity as well.
 * “Now” leaves for the page that says goodbye, loaded anew, so that nothing of the person stays in memory.
 */
export async function deleteAccount(typed: { when: string; password: string; confirm: string }): Promise<boolean> {
  const { confirmedUntil, factors } = await queries.fetchQuery({ ...confirmationQuery, staleTime: 0 })
  if (confirmedUntil === null && !factors.includes('code')) {
    const proof = await api.post('/auth/confirmation', { body: { password: typed.password } })
    rememberProof(proof.confirmedUntil)
  }
  const when = typed.when === 'now' ? 'now' : 'in-30-days'
  const { state } = await api.post('/account/deletion', { body: { ...typed, when } })
  if (state === 'erasing') {
    location.assign('/goodbye')
    return false
  }
  announce('Your account will be deleted in 30 days. You can cancel that on every page.', 'assertive')
  await refreshDeletion()
  return true
}
