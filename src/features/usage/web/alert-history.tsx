import { Icon } from '#web/kit/icon.tsx'
import { Section } from '#web/kit/section.tsx'
import { Time } from '#web/kit/time.tsx'
import css from './alerts-card.module.css'
import type { Usage } from './usage-query.ts'
import { labels, ofLimit } from './usage-words.ts'

/** The last alerts that were given, and which of them are over. */
export function AlertHistory({ alerts }: { alerts: Usage['alerts'] }) {
  return (
    <Section
      id="given"
      title="Alerts given"
      description="The last ten. One that is resolved is given again when it is reached again."
    >
      {alerts.length === 0 ? (
        <p className={css.note}>None yet.</p>
      ) : (
        <ul className={css.history}>
          {alerts.map(({ id, meter, threshold, used, limit, raisedAt, resolvedAt }) => (
            <li key={id} data-over={resolvedAt !== null || undefined}>
              <Icon name={resolvedAt ? 'check' : threshold >= 100 ? 'error' : 'warning'} size={16} />
              <p>
                {labels[meter]}: {threshold === 0 ? 'the pace would not last' : `${threshold} %`},{' '}
                {ofLimit({ used, limit })}
                <span>
                  <Time at={raisedAt} show="relative" past />
                  {resolvedAt && (
                    <>
                      {' '}
                      · resolved <Time at={resolvedAt} show="relative" past />
                    </>
                  )}
                </span>
              </p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
