import { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { type Key, rememberKey } from './keys-query.ts'

/** Renames, pauses, resumes or limits a key. Throws `ApiRefusal`; when somebody else was faster, the page shows what they did. */
export async function changeKey(
  team: string,
  key: Key,
  change: { name?: string; paused?: boolean; projectIds?: string[] },
): Promise<void> {
  try {
    const params = { team, id: key.id }
    rememberKey(team, await api.patch('/teams/{team}/keys/{id}', { params, body: change, ifMatch: key.version }))
  } catch (refusal) {
    if (refusal instanceof ApiRefusal && refusal.code === 'changed_meanwhile')
      rememberKey(team, refusal.body.current as Key)
    throw refusal
  }
}

/** Pausing and resuming at one press; a refusal stays in place until the next try. */
export const usePause = (team: string, key: Key) =>
  useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      const paused = key.state !== 'paused'
      await changeKey(team, key, { paused })
      announce(paused ? `${key.name} is paused: it is refused until you resume it.` : `${key.name} works again.`)
    },
  })
