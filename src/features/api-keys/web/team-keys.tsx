import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { announce } from '#web/kit/announce.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { KeysDesk } from './keys-desk.tsx'
import { keysQuery, offersQuery, refreshKeys } from './keys-query.ts'
import { NotRead } from './not-read.tsx'

/** The keys of a team as far as they are read, page by page. */
export function TeamKeys({ team }: { team: { id: string; name: string } }) {
  const list = useInfiniteQuery(keysQuery(team.id))
  const offers = useQuery(offersQuery(team.id))
  // A reading that fails later leaves what is shown as it is, above all a secret that is shown once.
  const failed = (!list.data && list.error) || (!offers.data && offers.error)
  if (failed) return <NotRead why={failed.message} onRetry={() => void refreshKeys()} />
  if (!list.data || !offers.data) return <Skeleton lines={4} what="Reading your API keys" />
  const showMore = async () => {
    const { data, hasNextPage } = await list.fetchNextPage()
    const added = data?.pages.at(-1)?.items ?? []
    announce(`${added.length} more ${added.length === 1 ? 'key' : 'keys'}`)
    return { first: added[0]?.id, last: !hasNextPage }
  }
  return (
    <KeysDesk
      team={team}
      offers={offers.data}
      keys={list.data.pages.flatMap(({ items }) => items)}
      more={list.hasNextPage ? showMore : undefined}
    />
  )
}
