import { useQuery } from '@tanstack/react-query'
import { Banner } from '#web/kit/banner.tsx'
import { buttonClass } from '#web/kit/button.tsx'
import { previewQuery } from './leaving-queries.ts'

/** What stands in the way of deleting the account, each with the buttons that settle it. */
export function Obstacles() {
  const { data } = useQuery(previewQuery)
  return data?.obstacles.map(({ code, says, fixes }) => (
    <Banner
      key={code + says}
      tone="bad"
      title="Settle this first"
      actions={
        fixes.length > 0 &&
        fixes.map(({ label, href }) => (
          <a key={href} href={href} className={buttonClass('plain')}>
            {label}
          </a>
        ))
      }
    >
      <p>{says}</p>
    </Banner>
  ))
}
