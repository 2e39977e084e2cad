import { Icon } from '#web/kit/icon.tsx'
import { Time } from '#web/kit/time.tsx'
import css from './activity-card.module.css'
import type { ActivityEvent } from './security-queries.ts'

/** One event: the sentence, old and new values, when and from where. */
export function ActivityItem({ event: { at, says, refused, here, device, ip, changes } }: { event: ActivityEvent }) {
  const from = [device, ip, here && 'this session'].filter(Boolean).join(' · ')
  return (
    <li className={css.event} tabIndex={-1} data-refused={refused || undefined}>
      <span className={css.sign}>{refused && <Icon name="warning" size={16} />}</span>
      <div className={css.text}>
        <p>{says}</p>
        {changes.map((change) => (
          <p key={change.field} className={css.change}>
            {fieldNames[change.field] ?? change.field}: {change.from === null ? <em>empty</em> : change.from} →{' '}
            {change.to === null ? <em>empty</em> : change.to}
          </p>
        ))}
        <p className={css.from}>
          <Time at={at} show="relative" past />
          {from && ` · ${from}`}
        </p>
      </div>
    </li>
  )
}

const fieldNames: Record<string, string> = {
  fullName: 'Full Name',
  email: 'Email',
  phone: 'Phone',
  timezone: 'Timezone',
  company: 'Company',
  jobTitle: 'Job Title',
  notificationEmail: 'Address for notices',
}
