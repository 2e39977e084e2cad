import { useMediaQuery } from '@mantine/hooks'
import { useId } from 'react'
import { buttonClass } from '#web/kit/button.tsx'
import { CopyButton } from '#web/kit/secret-once-tools.tsx'
import type { Enrolment } from './enrol-dialog.tsx'
import css from './secret-to-scan.module.css'

/** The secret of an app to be added: as a QR code, in groups of four, and as a link. A phone cannot scan itself, so there the link is first. */
export function SecretToScan({ enrolment }: { enrolment: Enrolment }) {
  const onPhone = useMediaQuery('(max-width: 40rem)', undefined, { getInitialValueInEffect: false })
  if (onPhone)
    return (
      <div className={css.scan}>
        <p>Add the account to the authenticator app on this phone, then type the code it shows.</p>
        <div className={css.row}>
          <a href={enrolment.otpauthUrl} className={buttonClass('primary')}>
            Open my authenticator app
          </a>
        </div>
        <ByHand enrolment={enrolment}>Or type this key into the app:</ByHand>
        <details className={css.guide}>
          <summary>The app is on another phone</summary>
          <QrCode enrolment={enrolment} />
        </details>
      </div>
    )
  return (
    <div className={css.scan}>
      <p>Scan this with your authenticator app, then type the code it shows.</p>
      <QrCode enrolment={enrolment} />
      <ByHand enrolment={enrolment}>Cannot scan? Type this key into the app:</ByHand>
      <p className={css.small}>
        The app is on this device? <a href={enrolment.otpauthUrl}>Open it there</a>
      </p>
    </div>
  )
}

function QrCode({ enrolment }: { enrolment: Enrolment }) {
  return (
    <img
      className={css.qr}
      src={`data:image/svg+xml,${encodeURIComponent(enrolment.qrSvg)}`}
      alt="QR code for your authenticator app. The key below says the same."
      width={200}
      height={200}
    />
  )
}

function ByHand({ enrolment, children }: { enrolment: Enrolment; children: string }) {
  const id = useId()
  return (
    <div className={css.secret}>
      <p className={css.small}>{children}</p>
      <div className={css.row}>
        <code id={id} className={css.groups}>
          {enrolment.secretGroups.map((group, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two groups may be alike, and none ever moves
            <span key={place}>{group}</span>
          ))}
        </code>
        <CopyButton text={enrolment.secret} label="Copy key" shownIn={id} />
      </div>
    </div>
  )
}
