import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '#web/client.ts'
import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'

/** Says that a person's own address takes no mail, and what can be done about it. */
export function AddressBanner({ address }: { address: { email: string; refused: string | null } }) {
  const known = useQueryClient()
  const mend = useMutation({
    mutationFn: () => api.delete('/account/refused-address'),
    onSuccess: () => known.invalidateQueries({ queryKey: ['notifications'] }),
  })
  if (!address.refused) return null
  return (
    <Banner
      tone="bad"
      title={`${address.email} takes no mail`}
      actions={
        <>
          <Button busy={mend.isPending} onClick={() => mend.mutate()}>
            It works again
          </Button>
          <Link to="/settings/profile" hash="email">
            Change the address
          </Link>
        </>
      }
    >
      <p>
        Its mail server refused it for good: “{address.refused}”. Until this is mended you find everything in your inbox
        here; only letters about security are still tried.
      </p>
      {mend.error && <p role="alert">{mend.error.message}</p>}
    </Banner>
  )
}
