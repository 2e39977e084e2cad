import { Section } from '#web/kit/section.tsx'
import css from './shares-card.module.css'
import type { Share, Usage } from './usage-query.ts'
import { count, labels, shareName } from './usage-words.ts'

/** Who used it: by project and by API key. */
export function SharesCard({ usage }: { usage: Usage }) {
  return (
    <Section
      id="shares"
      title="By project and key"
      description="What used crawls and test runs in this period, most first. A key is the one that started them; people and schedules have none."
    >
      <Shares caption="By project" kind="project" shares={usage.byProject} />
      <Shares caption="By API key" kind="key" shares={usage.byKey} />
    </Section>
  )
}

function Shares({ caption, kind, shares }: { caption: string; kind: 'project' | 'key'; shares: Share[] }) {
  return (
    <div>
      <h4 className={css.caption} id={`shares-${kind}`}>
        {caption}
      </h4>
      {shares.length === 0 ? (
        <p className={css.none}>Nothing was used in this period yet.</p>
      ) : (
        <table className={css.table} aria-labelledby={`shares-${kind}`}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">{labels.runs}</th>
              <th scope="col">{labels.crawls}</th>
            </tr>
          </thead>
          <tbody>
            {shares.map((share) => (
              <tr key={share.id}>
                <th scope="row" data-nameless={share.name === null || undefined}>
                  {shareName(share, kind)}
                </th>
                <td>{count(share.runs)}</td>
                <td>{count(share.crawls)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
