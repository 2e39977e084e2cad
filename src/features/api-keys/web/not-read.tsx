import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'

/** The keys could not be read; the rest of the page stays as it is. */
export function NotRead({ why, onRetry }: { why: string; onRetry(): void }) {
  return (
    <Banner tone="bad" title="Your API keys cannot be shown" actions={<Button onClick={onRetry}>Try again</Button>}>
      <p>{why}</p>
    </Banner>
  )
}
