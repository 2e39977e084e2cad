import { useState } from 'react'
import { Button } from '#web/kit/button.tsx'

/** Reads the next page; answers the first key on it, and whether it was the last page. */
export type ReadMore = () => Promise<{ first: string | undefined; last: boolean }>

/** The way to older keys. It goes with the last page, so the focus moves on to the first key of that. */
export function MoreKeys({ read, onLast }: { read: ReadMore; onLast(first: string): void }) {
  const [reading, setReading] = useState(false)
  const press = async () => {
    setReading(true)
    const { first, last } = await read()
    setReading(false)
    if (last && first) onLast(first)
  }
  return (
    <div>
      <Button busy={reading} onClick={() => void press()}>
        Show older keys
      </Button>
    </div>
  )
}
