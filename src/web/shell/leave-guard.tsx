import { useBlocker } from '@tanstack/react-router'
import { Button } from '../kit/button.tsx'
import { Dialog, DialogActions } from '../kit/dialog.tsx'
import { unsavedCards } from '../kit/unsaved.ts'

/** Asks before edits are lost, and names the cards that hold them. Closing the tab asks in the browser's own words. */
export function LeaveGuard() {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && unsavedCards().length > 0,
    enableBeforeUnload: () => unsavedCards().length > 0,
    withResolver: true,
  })
  return (
    <Dialog open={blocker.status === 'blocked'} title="Leave without saving?" onClose={() => blocker.reset?.()}>
      <p>Your changes in {inWords(unsavedCards())} are not saved.</p>
      <DialogActions>
        <Button look="primary" onClick={() => blocker.reset?.()} data-autofocus>
          Keep editing
        </Button>
        <Button onClick={() => blocker.proceed?.()}>Leave and discard</Button>
      </DialogActions>
    </Dialog>
  )
}

const inWords = (cards: string[]): string => new Intl.ListFormat('en').format(cards.map((card) => `“${card}”`))
