import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { ItemRow, smallButton } from '#web/kit/item-list.tsx'
import { useForm } from '#web/kit/use-form.ts'
import type { Billing } from './billing-query.ts'

type Contact = Billing['contacts'][number]

/** What each kind of letter is called. */
export const kindWords: Record<Contact['kinds'][number], string> = {
  payment_due: 'Payment due',
  payment_failed: 'Payment failed',
  receipt: 'Receipts with the invoice',
  plan_changed: 'Changes of plan',
}

/** One contact: which letters they get, whether their mailbox is confirmed, and the way out. */
export function ContactRow({
  team,
  contact: { email, kinds, proven },
  remove,
}: {
  team: string
  contact: Contact
  remove(): Promise<void>
}) {
  const again = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      await api.post('/teams/{team}/billing/contacts/links', { params: { team }, body: { email } })
      announce(`The link was sent to ${email} again.`)
    },
  })
  const going = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      await remove()
      announce('The contact was removed.')
    },
  })
  return (
    <>
      <ErrorSummary form={again} />
      <ErrorSummary form={going} />
      <ItemRow
        name={email}
        badge={proven ? undefined : 'Not confirmed yet'}
        actions={
          <>
            {!proven && (
              <Button
                look="quiet"
                className={smallButton}
                busy={again.saving}
                aria-label={`Send again: the link for ${email}`}
                onClick={() => void again.submit()}
              >
                Send again
              </Button>
            )}
            <Button
              look="quiet"
              className={smallButton}
              busy={going.saving}
              aria-label={`Remove ${email}`}
              onClick={() => void going.submit()}
            >
              Remove
            </Button>
          </>
        }
      >
        {kinds.map((kind) => kindWords[kind]).join(' · ')}
        {!proven && ' — after the link in the letter was opened'}
      </ItemRow>
    </>
  )
}
