import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { Belongings } from './belongings.tsx'
import css from './danger-zone.module.css'
import { DeleteForm } from './delete-form.tsx'
import { previewQuery } from './leaving-queries.ts'
import { Obstacles } from './obstacles.tsx'

/** What deleting means, counted; what must be settled first; and then the form, once nothing stands in the way. */
export function DeletePanel({ onCancel, onScheduled }: { onCancel(): void; onScheduled(): void }) {
  const { data } = useQuery(previewQuery)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className={css.panel}>
      <h4 className={css.title} ref={heading} tabIndex={-1}>
        Delete your account
      </h4>
      {data === undefined ? (
        <Skeleton lines={6} what="Counting what goes" />
      ) : (
        <>
          <Obstacles />
          <Belongings preview={data} />
          <DeleteForm blocked={data.obstacles.length > 0} onCancel={onCancel} onScheduled={onScheduled} />
        </>
      )}
    </div>
  )
}
