import { type PracticeCard, practiceCards } from '../practice-cards.ts'
import css from './practice-cards.module.css'

export type { PracticeCard }

/** The cards of the practice provider, to choose from. */
export function PracticeCards({ chosen, onChoose }: { chosen: PracticeCard; onChoose(card: PracticeCard): void }) {
  return (
    <fieldset className={css.cards}>
      <legend>Practice card</legend>
      {practiceCards.map(({ id, label, says }) => (
        <label key={id} className={css.card}>
          <input type="radio" name="practice-card" checked={chosen === id} onChange={() => onChoose(id)} />
          <span>
            <b>{label}</b>
            {says}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
