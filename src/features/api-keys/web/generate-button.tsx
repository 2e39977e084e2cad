import { Button } from '#web/kit/button.tsx'

/** Opens the form for a new key, or says why this person can make none. */
export function GenerateButton({ onPress, allowed }: { onPress(): void; allowed: boolean }) {
  const reason = allowed ? undefined : 'By the rules of this team only owners and admins make API keys.'
  return (
    <Button look="primary" data-generate reason={reason} onClick={onPress}>
      Generate API Key
    </Button>
  )
}
