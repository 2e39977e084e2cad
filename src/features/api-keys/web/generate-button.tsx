import { Button } from '#web/kit/button.tsx'

/** Opens the form for a new key. */
export function GenerateButton({ onPress }: { onPress(): void }) {
  return (
    <Button look="primary" data-generate onClick={onPress}>
      Generate API Key
    </Button>
  )
}
