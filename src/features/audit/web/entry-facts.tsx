import { formatInZone } from '#platform/zones.ts'
import type { AnswerOf } from '#web/client.ts'
import css from './entry-panel.module.css'

type Whole = AnswerOf<'GET', '/teams/{team}/audit/entries/{entry}'>

/** What is known of an entry, line by line. */
export function EntryFacts({ entry, zone }: { entry: Whole; zone: string }) {
  const { actor, at, ip, device, target, raw, sealed, action, erased } = entry
  const lines: [label: string, value: string][] = [
    ['Action', action],
    ['User', actor.email ? `${actor.name} (${actor.email})` : actor.name],
    ['Timestamp', `${formatInZone(new Date(at), zone, 'dateTimeZone')} · ${at.slice(0, 19).replace('T', ' ')} UTC`],
    ['IP Address', ip ?? (erased ? 'erased' : '–')],
    ['Device', device ?? (erased ? 'erased' : '–')],
    ['Target', target ? `${target.kind ?? ''} ${target.id ?? ''}`.trim() : '–'],
    ['Session', raw.session ?? '–'],
    ['Request', raw.request ?? '–'],
    [
      'In the signed log',
      sealed ? `entry ${sealed.index + 1} of ${sealed.checkpoint.size}` : 'not sealed yet; this takes a few seconds',
    ],
  ]
  return (
    <dl className={css.facts}>
      {lines.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
