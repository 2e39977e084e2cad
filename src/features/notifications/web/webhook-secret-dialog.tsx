import { useId } from 'react'
import { SecretOnceDialog, SecretText, SecretTools } from '#web/kit/secret-once.tsx'
import { CopyButton } from '#web/kit/secret-once-tools.tsx'

/** Shows a signing secret this one time. */
export function WebhookSecretDialog({ secret, onStored }: { secret: string; onStored(): void }) {
  const id = useId()
  return (
    <SecretOnceDialog
      open
      what="Signing secret"
      title="The secret of your webhook"
      lead="Your program checks with it that a message is ours: the hexadecimal HMAC-SHA-256 of the raw body. Copy it now: it is not shown again."
      acknowledgement="I have stored this secret"
      onStored={onStored}
    >
      <SecretText id={id}>{secret}</SecretText>
      <SecretTools>
        <CopyButton text={secret} label="Copy the secret" shownIn={id} />
      </SecretTools>
    </SecretOnceDialog>
  )
}
