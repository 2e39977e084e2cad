import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Button } from '#web/kit/button.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { Section } from '#web/kit/section.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { focusSoon } from '../focus-soon.ts'
import css from './danger-zone.module.css'
import { DeletePanel } from './delete-panel.tsx'
import { DownloadData } from './download-data.tsx'
import { deletionQuery } from './leaving-queries.ts'
import { WaitingDeletion } from './waiting-deletion.tsx'

/** Danger Zone: taking one's data along, and deleting the account. */
export function DangerZone() {
  const { data } = useQuery(deletionQuery)
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    focusSoon(() => button.current)
  }
  return (
    <Section
      id="delete-account"
      title="Danger Zone"
      description="Delete your account and everything that belongs to you alone. Take your data along first if you want to keep it."
    >
      <DownloadData />
      <div className={css.part}>
        {data === undefined ? (
          <Skeleton lines={2} what="Loading whether your account will be deleted" />
        ) : data.scheduled ? (
          <WaitingDeletion scheduled={data.scheduled} />
        ) : open ? (
          <DeletePanel onCancel={close} onScheduled={() => setOpen(false)} />
        ) : (
          <div className={css.offer}>
            <div>
              <h4 className={css.title}>Delete your account</h4>
              <p className={css.small}>
                You see what goes, what stays and what must be settled first. You choose between now and in 30 days.
              </p>
            </div>
            <Button ref={button} look="danger" onClick={() => setOpen(true)}>
              <Icon name="warning" size={16} />
              Delete Account
            </Button>
          </div>
        )}
      </div>
    </Section>
  )
}
