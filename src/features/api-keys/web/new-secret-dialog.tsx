import { useId } from 'react'
import { SecretOnceDialog, SecretText, SecretTools } from '#web/kit/secret-once.tsx'
import { CopyButton } from '#web/kit/secret-once-tools.tsx'
import { Time } from '#web/kit/time.tsx'
import type { NewSecret } from './new-secret.ts'
import { SnippetTabs } from './snippet-tabs.tsx'

/** Shows a new secret this one time, with what to paste into a pipeline. Only ticking that it is stored leads out. */
export function NewSecretDialog({ made, onStored }: { made: NewSecret; onStored(): void }) {
  const id = useId()
  return (
    <SecretOnceDialog
      open
      what="API key"
      title={made.oldUsedUntil === null && made.snippets ? 'Your new API key' : 'The new secret of your API key'}
      lead={
        <>
          This is the key <b>{made.name}</b>. Copy it now: it is not shown again, and nobody can look it up.
        </>
      }
      acknowledgement="I have stored this key"
      onStored={onStored}
    >
      <SecretText id={id}>{made.secret}</SecretText>
      <SecretTools>
        <CopyButton text={made.secret} label="Copy the key" shownIn={id} />
      </SecretTools>
      {made.oldUsedUntil && (
        <p>
          The secret before it works until <Time at={made.oldUsedUntil} />. Put the new one everywhere until then.
        </p>
      )}
      {made.snippets && <SnippetTabs snippets={made.snippets} />}
    </SecretOnceDialog>
  )
}
