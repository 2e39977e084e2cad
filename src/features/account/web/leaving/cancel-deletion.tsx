import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { useAct } from '../act.ts'
import { ActNote } from '../act-note.tsx'
import { refreshDeletion } from './leaving-queries.ts'

/** One press keeps the account. */
export function CancelDeletion() {
  const act = useAct()
  const cancel = () =>
    act.run(async () => {
      await api.delete('/account/deletion')
      await refreshDeletion()
      return 'Your account stays. Nothing was removed.'
    })
  return (
    <>
      <Button busy={act.busy} onClick={() => void cancel()}>
        Cancel deletion
      </Button>
      <ActNote of={act} />
    </>
  )
}
