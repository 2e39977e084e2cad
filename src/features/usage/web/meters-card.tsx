import { useZone } from '#web/account.ts'
import { buttonClass } from '#web/kit/button.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { Section } from '#web/kit/section.tsx'
import { Time } from '#web/kit/time.tsx'
import css from './meters-card.module.css'
import type { MeterOf, Usage } from './usage-query.ts'
import { count, labels, meterSays, nearness, ofLimit, periodSays } from './usage-words.ts'

/** The four meters with the period they are counted in. */
export function MetersCard({ team, usage }: { team: string; usage: Usage }) {
  const zone = useZone()
  const unlimited = usage.meters.every(({ limit }) => limit === null)
  const full = usage.meters.some((meter) => (meter.percent ?? 0) >= 100)
  return (
    <Section id="usage" title="This period" style={{ gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <div className={css.period}>
        <p>
          {periodSays(usage, zone)}
          {unlimited && ' · everything is unlimited'}
        </p>
        {full && (
          <a className={buttonClass('primary')} href={`/settings/billing?team=${team}`}>
            Choose a larger plan
          </a>
        )}
      </div>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one */}
      <ul className={css.meters} role="list">
        {usage.meters.map((meter) => (
          <li key={meter.meter} className={css.meter} data-near={nearness(meter)}>
            <Meter of={meter} zone={zone} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Meter({ of: meter, zone }: { of: MeterOf; zone: string }) {
  const { used, limit, percent, resetsAt } = meter
  const label = labels[meter.meter]
  const says = meterSays(meter, zone)
  return (
    <>
      <p className={css.head}>
        <span className={css.label}>{label}</span>
        {resetsAt && <span>this period</span>}
      </p>
      <p className={css.figure}>
        <b>{count(used)}</b> {limit === null ? 'no limit' : `of ${count(limit)}`}
        {percent !== null && <span className={css.percent}>{percent} %</span>}
      </p>
      {percent !== null && (
        // biome-ignore lint/a11y/useSemanticElements: a meter element cannot be given our looks in every browser
        <div
          className={css.bar}
          role="meter"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.min(percent, 100)}
          aria-valuetext={`${ofLimit(meter)}, ${percent} percent`}
        >
          <span style={{ inlineSize: `${Math.min(percent, 100)}%` }} />
        </div>
      )}
      {says && (
        <p className={css.says}>
          <Icon name={nearness(meter) === 'full' ? 'error' : 'warning'} size={16} />
          {says}
        </p>
      )}
      <p className={css.reset}>
        {resetsAt ? (
          <>
            Begins anew on <Time at={resetsAt} />
          </>
        ) : (
          'Counts what there is now'
        )}
      </p>
    </>
  )
}
