import { Button } from '#web/kit/button.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { smallButton } from '#web/kit/item-list.tsx'
import { LinkButton } from '#web/kit/link-button.tsx'
import { Time } from '#web/kit/time.tsx'
import { Changes } from './changes.tsx'
import css from './log-list.module.css'
import type { Entry } from './log-queries.ts'

interface LogRowProps {
  entry: Entry
  onOpen(): void
  onFilter(change: { user?: string; ip?: string }): void
}

/** One entry. Its user and its address filter the log by themselves. */
export function LogRow({ entry, onOpen, onFilter }: LogRowProps) {
  const { id, at, says, refused, actor, ip, changes, erased } = entry
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: laid out as a list on phones, which takes the roles away
    <tr role="row">
      <td role="cell" className={css.what} id={`${id}-says`}>
        {refused && (
          <span className={css.refused}>
            <Icon name="warning" size={15} /> Refused
          </span>
        )}
        <span>{says}</span>
        {changes.length > 0 && <Changes changes={changes} />}
        {erased && <span className={css.soft}>Personal values were erased.</span>}
      </td>
      <td role="cell" data-label="User">
        <LinkButton onClick={() => onFilter({ user: actor.id ?? actor.kind })}>
          {actor.kind === 'key' ? `Key “${actor.name}”` : actor.name}
        </LinkButton>
        {actor.email && <span className={css.soft}>{actor.email}</span>}
      </td>
      <td role="cell" data-label="Timestamp">
        <Time at={at} />
        <span className={css.soft}>{`${at.slice(0, 10)} ${at.slice(11, 19)}`} UTC</span>
      </td>
      <td role="cell" data-label="IP Address" className={css.ip}>
        {ip ? <LinkButton onClick={() => onFilter({ ip })}>{ip}</LinkButton> : <span className={css.soft}>–</span>}
      </td>
      <td role="cell" className={css.act}>
        <Button
          look="quiet"
          className={smallButton}
          aria-label="Details"
          aria-describedby={`${id}-says`}
          onClick={onOpen}
        >
          Details
        </Button>
      </td>
    </tr>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above
  )
}
