import { systemClock } from '#platform/clock.ts'
import { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { confirmationQuery, rememberProof } from '#web/confirmation.ts'
import { announce } from '#web/kit/announce.tsx'
import { queries } from '#web/queries.ts'
import { refreshSecurity } from './security-queries.ts'

/** Changes the password; answers what came of it as a sentence. The current one typed here is also the proof of identity. */
export async function changePassword({ current, next }: { current: string; next: string }): Promise<string> {
  await proveWith(current)
  const { sessionsEnded } = await api.put('/account/password', { body: { current, next } })
  const says = `Your password was changed. ${signedOut(sessionsEnded)} We sent you a letter about it.`
  announce(says)
  void refreshSecurity()
  return says
}

// Without this, somebody whose last proof is old would have to type the same password twice: here and in the dialog.
async function proveWith(password: string): Promise<void> {
  const { confirmedUntil } = await queries.fetchQuery({ ...confirmationQuery, staleTime: 0 })
  if (confirmedUntil && new Date(confirmedUntil) > systemClock.now()) return
  try {
    rememberProof((await api.post('/auth/confirmation', { body: { password } })).confirmedUntil)
  } catch (refusal) {
    if (!(refusal instanceof ApiRefusal) || refusal.code !== 'password_wrong') throw refusal
    const errors = [{ field: 'current', code: refusal.code, message: refusal.message }]
    throw new ApiRefusal(refusal.status, { ...refusal.body, errors })
  }
}

const signedOut = (count: number): string =>
  count === 0
    ? 'You were signed in nowhere else.'
    : `${count} other ${count === 1 ? 'session was' : 'sessions were'} signed out.`
