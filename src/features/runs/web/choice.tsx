import css from './runs.module.css'

interface ChoiceProps {
  label: string
  value: string | undefined
  /** What no choice means. */
  none: string
  /** Words by value. */
  words: Readonly<Record<string, string>>
  onChoose(value: string): void
}

/** A small list to choose from, with its label above. */
export function Choice({ label, value, none, words, onChoose }: ChoiceProps) {
  return (
    <label className={css.filter}>
      <span>{label}</span>
      <select value={value ?? ''} onChange={(event) => onChoose(event.target.value)}>
        <option value="">{none}</option>
        {Object.entries(words).map(([one, says]) => (
          <option key={one} value={one}>
            {says.charAt(0).toUpperCase() + says.slice(1)}
          </option>
        ))}
      </select>
    </label>
  )
}
