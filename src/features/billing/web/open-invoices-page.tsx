import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { ItemList, ItemRow, smallButton } from '#web/kit/item-list.tsx'
import { ItemQuestion } from '#web/kit/item-question.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { Time } from '#web/kit/time.tsx'
import { queries } from '#web/queries.ts'
import { PageHeading } from '#web/shell/page-heading.tsx'
import css from './open-invoices-page.module.css'
import { money } from './words.ts'

const key = ['operate-invoices']

/** For the operator: what teams owe, and the word that a bank transfer has come. */
export function OpenInvoicesPage() {
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.get('/operate/invoices', { signal }),
    throwOnError: true,
  })
  const [asked, setAsked] = useState('')
  return (
    <>
      <PageHeading title="Open invoices">
        What teams owe, oldest first. Say here when a bank transfer has come.
      </PageHeading>
      <div className={css.content}>
        {!data && <Skeleton lines={4} what="Reading invoices" />}
        {data?.items.length === 0 && (
          <EmptyState title="Nothing is owed">Open invoices of every team appear here.</EmptyState>
        )}
        {data && data.items.length > 0 && (
          <ItemList name="Open invoices">
            {data.items.map((invoice) => (
              <li key={invoice.id}>
                {asked === invoice.id ? (
                  <ItemQuestion
                    danger={false}
                    act="Mark as paid"
                    keep="Not yet"
                    onKeep={() => setAsked('')}
                    onAct={async () => {
                      await api.post('/operate/invoices/{invoice}/payment', { params: { invoice: invoice.id } })
                      announce(`Invoice ${invoice.number} is paid.`)
                      setAsked('')
                      await queries.invalidateQueries({ queryKey: key })
                    }}
                  >
                    Have {money(invoice.total)} for invoice {invoice.number} of {invoice.name || invoice.team} arrived?
                    The team gets its receipt. This cannot be taken back.
                  </ItemQuestion>
                ) : (
                  <ItemRow
                    name={`${money(invoice.total)} · ${invoice.name || invoice.team}`}
                    badge={invoice.byTransfer ? undefined : 'by card'}
                    actions={
                      invoice.byTransfer && (
                        <Button
                          className={smallButton}
                          aria-label={`It has come: the money of invoice ${invoice.number}`}
                          onClick={() => setAsked(invoice.id)}
                        >
                          It has come
                        </Button>
                      )
                    }
                  >
                    {invoice.number} · {invoice.says}
                    {invoice.dueAt && (
                      <>
                        {' '}
                        · due <Time at={invoice.dueAt} show="date" />
                      </>
                    )}
                  </ItemRow>
                )}
              </li>
            ))}
          </ItemList>
        )}
      </div>
    </>
  )
}
