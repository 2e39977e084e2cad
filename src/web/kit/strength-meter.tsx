import { useEffect, useState } from 'react'
import css from './strength-meter.module.css'

const words = ['Very easy to guess', 'Easy to guess', 'Could be better', 'Good', 'Very good'] as const

/** How good a password is, in words and as a bar. A hint: it never stops anyone, the server's rules decide. */
export function StrengthMeter({ password, context }: { password: string; context: string[] }) {
  const [score, setScore] = useState<number>()
  const known = context.join('\n')
  useEffect(() => {
    if (password === '') return setScore(undefined)
    let current = true
    // Without its lists (offline, blocked) there is no hint, and nothing else is missing.
    import('./strength.ts').then(
      ({ strengthOf }) => current && setScore(strengthOf(password, known.split('\n'))),
      () => {},
    )
    return () => {
      current = false
    }
  }, [password, known])
  const shown = password === '' ? undefined : score
  return (
    <div className={css.meter} data-score={shown}>
      <span className={css.bar} aria-hidden="true">
        {words.slice(1).map((word, step) => (
          <span
            key={word}
            data-on={shown !== undefined && (shown > step || (shown === 0 && step === 0)) ? '' : undefined}
          />
        ))}
      </span>
      <span className={css.word} role="status">
        {shown === undefined ? '' : words[shown]}
      </span>
    </div>
  )
}
