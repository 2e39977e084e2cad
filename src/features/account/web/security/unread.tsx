import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { refreshSecurity } from './security-queries.ts'

/** In place of what was not read: that it is under way, or why it did not come. */
export function Unread({ what, error }: { what: string; error: Error | null }) {
  if (!error) return <Skeleton what={`Loading ${what}`} />
  return (
    <Banner
      tone="bad"
      title="This could not be read"
      actions={<Button onClick={() => void refreshSecurity()}>Try again</Button>}
    >
      <p>{error.message}</p>
    </Banner>
  )
}
