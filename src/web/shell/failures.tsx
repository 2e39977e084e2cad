import { Link } from '@tanstack/react-router'
import { ApiRefusal } from '../api-refusal.ts'
import { Button, buttonClass } from '../kit/button.tsx'
import { QuietPage } from './quiet-page.tsx'

/** No page has this address. */
export function NotFound() {
  return (
    <QuietPage
      title="There is nothing here"
      lead="The address may be mistyped, or what it named is gone, or you may not see it."
    >
      <div>
        <Link to="/" className={buttonClass('primary')}>
          Go to the start page
        </Link>
      </div>
    </QuietPage>
  )
}

/** A page broke, or could not be loaded. Says what the server calls the request, so that the operator can find it in the log. */
export function Failure({ error }: { error: unknown }) {
  const refusal = error instanceof ApiRefusal ? error : undefined
  if (refusal?.status === 404) return <NotFound />
  return (
    <QuietPage
      title={refusal?.status === 0 ? 'No connection' : 'This page did not work'}
      lead={refusal?.message ?? 'Something in this page broke. Your data is not affected.'}
    >
      {refusal?.requestId && (
        <p>
          Tell the operator this reference: <code>{refusal.requestId}</code>
        </p>
      )}
      <div>
        <Button look="primary" onClick={() => location.reload()}>
          Try again
        </Button>
      </div>
    </QuietPage>
  )
}
