import { useQuery } from '@tanstack/react-query'
import { Skeleton } from '#web/kit/skeleton.tsx'
import css from './operate.module.css'
import { letterQuery } from './queries.ts'
import { partsOf } from './text-parts.ts'

/** What a letter says, as text; links to this installation can be followed. */
export function LetterText({ id }: { id: string }) {
  const { data, error } = useQuery(letterQuery(id))
  if (error) return <p role="alert">{error.message}</p>
  if (!data) return <Skeleton what="Reading the letter" />
  return (
    <div className={css.letter}>
      {partsOf(data.text, location.origin).map(({ text, href, at }) =>
        href ? (
          <a key={at} href={href}>
            {text}
          </a>
        ) : (
          <span key={at}>{text}</span>
        ),
      )}
    </div>
  )
}
