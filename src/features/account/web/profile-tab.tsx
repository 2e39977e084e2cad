import { type ReactNode, useRef } from 'react'
import { useAnchor } from '#web/settings/anchor.ts'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { EmailCard, type EmailCardHandle } from './email-card.tsx'
import { DangerZone } from './leaving/danger-zone.tsx'
import { NotificationAddress } from './notification-address.tsx'
import { PersonalInformation } from './personal-information.tsx'
import { PictureCard } from './picture-card.tsx'

/** Settings → Profile: who a person is, how they look, where letters reach them, and how they leave. Cards of other slices go in between. */
export function ProfileTab({ children }: { children?: ReactNode }) {
  useAnchor()
  const email = useRef<EmailCardHandle>(null)
  return (
    <>
      <PageHeading level={2} title="Profile" within="Settings" />
      <PersonalInformation onChangeEmail={() => email.current?.startChange()} />
      <PictureCard />
      <EmailCard ref={email} />
      <NotificationAddress />
      {children}
      <DangerZone />
    </>
  )
}
