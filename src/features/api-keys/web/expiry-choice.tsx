import { useZone } from '#web/account.ts'
import { ChoiceGroup } from '#web/kit/choice-group.tsx'
import { Field } from '#web/kit/field.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { useNow } from '#web/kit/now.ts'
import type { FieldProps } from '#web/kit/use-form.ts'
import css from './expiry-choice.module.css'
import { chosenDays, endAfterDays, expiryLabels, expiryPresets, longestDays } from './key-expiry.ts'

/** How long a key works: a few usual lengths, any number of days, or for ever. Says the exact moment in the person's zone. */
export function ExpiryChoice({
  preset,
  custom,
  longest,
}: {
  preset: FieldProps
  custom: FieldProps
  /** The longest life the rules of the team allow; null: no rule. */
  longest: number | null
}) {
  const zone = useZone()
  const now = useNow()
  const count = chosenDays(preset.value, custom.value)
  return (
    <ChoiceGroup
      {...preset}
      look="chips"
      choices={expiryPresets
        .filter((value) => value === 'custom' || longest === null || (value !== 'never' && Number(value) <= longest))
        .map((value) => ({ value, label: expiryLabels[value] }))}
    >
      {preset.value === 'custom' && (
        <div className={css.custom}>
          <Field
            {...custom}
            inputMode="numeric"
            autoComplete="off"
            maxLength={4}
            hint={`From 1 to ${longest ?? longestDays}.`}
          />
        </div>
      )}
      {count === null ? (
        <p className={css.never}>
          <Icon name="warning" size={16} />
          It works until somebody revokes it. Choose this only where a key cannot be replaced in time.
        </p>
      ) : (
        <p className={css.until}>
          {count === undefined ? 'Enter a number of days.' : `Works until ${endAfterDays(count, zone, now)}.`}
        </p>
      )}
    </ChoiceGroup>
  )
}
