import { useQuery } from '@tanstack/react-query'
import { buttonClass } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { ItemList, ItemRow, smallButton } from '#web/kit/item-list.tsx'
import { Section } from '#web/kit/section.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { Time } from '#web/kit/time.tsx'
import { invoicesQuery } from './billing-query.ts'
import css from './invoices-card.module.css'
import { money } from './words.ts'

const stateWords = { open: 'To be paid', paid: 'Paid', void: 'Void', uncollectible: 'Given up' } as const

/** Every invoice, to read and to download. */
export function InvoicesCard({ team }: { team: string }) {
  const { data, error } = useQuery(invoicesQuery(team))
  const at = `/api/v1/teams/${team}/billing/invoices`
  return (
    <Section
      id="invoices"
      title="Invoices"
      description="As PDF, with the address and numbers below. What is issued stays as it was."
    >
      {error && <p role="alert">{error.message}</p>}
      {!data && !error && <Skeleton lines={3} what="Reading invoices" />}
      {data?.items.length === 0 && (
        <EmptyState title="No invoices yet">The first one comes with the first payment.</EmptyState>
      )}
      {data && data.items.length > 0 && (
        <>
          <ItemList name="Invoices">
            {data.items.map((invoice) => (
              <li key={invoice.id}>
                <ItemRow
                  name={money(invoice.total)}
                  badge={invoice.status === 'paid' ? undefined : stateWords[invoice.status]}
                  actions={
                    <a
                      className={`${buttonClass('quiet')} ${smallButton}`}
                      href={`${at}/${invoice.id}/pdf`}
                      download
                      aria-label={`Download invoice ${invoice.number} as PDF`}
                    >
                      PDF
                    </a>
                  }
                >
                  {invoice.number} · <Time at={invoice.issuedAt} show="date" /> · {invoice.says}
                  {invoice.status === 'open' && invoice.dueAt && (
                    <>
                      {' '}
                      · due <Time at={invoice.dueAt} show="date" />
                    </>
                  )}
                  {invoice.tax && ` · ${money(invoice.tax)} tax included`}
                  {invoice.returns.map(({ says, amount, at }) => (
                    <span key={`${at} ${says}`} className={css.back}>
                      {says}: {money(amount)}, <Time at={at} show="date" />
                    </span>
                  ))}
                </ItemRow>
              </li>
            ))}
          </ItemList>
          <div className={css.all}>
            <a className={buttonClass()} href={`${at}/archive`} download>
              Download all as zip
            </a>
            {data.nextCursor && <p>The newest 100 are shown; the zip holds all.</p>}
          </div>
        </>
      )}
    </Section>
  )
}
