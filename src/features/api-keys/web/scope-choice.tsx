import { useState } from 'react'
import { Checkbox } from '#web/kit/checkbox.tsx'
import { ChoiceGroup } from '#web/kit/choice-group.tsx'
import type { FieldProps } from '#web/kit/use-form.ts'
import { inside, listOf, templateOf } from './key-words.ts'
import type { Offers } from './keys-query.ts'
import css from './scope-choice.module.css'

interface ScopeChoiceProps extends FieldProps {
  offers: Offers
  /** The scopes that the holder of the key may have at all. */
  possible: readonly string[]
}

/** What a key may do: a ready choice, and every single permission behind it. The value is a list of scopes, parted by spaces. */
export function ScopeChoice({ offers, possible, ...field }: ScopeChoiceProps) {
  const [own, setOwn] = useState(false)
  const chosen = listOf(field.value)
  const template = own ? undefined : templateOf(chosen, offers.templates)
  const tick = (scope: string, given: boolean) => {
    setOwn(true)
    const next = given ? [...chosen, scope] : chosen.filter((one) => one !== scope)
    field.onChange(possible.filter((one) => next.includes(one)).join(' '))
  }
  const impossible = offers.scopes.filter(({ id }) => !possible.includes(id))
  return (
    <ChoiceGroup
      {...field}
      value={template?.id ?? 'own'}
      choices={[
        ...offers.templates.map(({ id, label, says }) => ({ value: id, label, says })),
        { value: 'own', label: 'Own choice', says: 'Tick single permissions below' },
      ]}
      onChange={(id) => {
        const picked = offers.templates.find((one) => one.id === id)
        setOwn(!picked)
        if (picked) field.onChange(picked.scopes.join(' '))
      }}
    >
      <details className={css.details} open={template === undefined || undefined}>
        <summary>
          Permissions in detail: {chosen.length} of {offers.scopes.length} given
        </summary>
        <div className={css.scopes}>
          {offers.scopes
            .filter(({ id }) => possible.includes(id))
            .map(({ id, says }) => (
              <Checkbox
                key={id}
                label={says}
                checked={chosen.includes(id)}
                hint={<code>{id}</code>}
                onChange={(given) => tick(id, given)}
              />
            ))}
        </div>
        {impossible.length > 0 && (
          <p className={css.impossible}>
            Your role does not include: {impossible.map(({ says }) => inside(says)).join('; ')}.
          </p>
        )}
      </details>
    </ChoiceGroup>
  )
}
