import css from './key-access.module.css'
import { accessLabel, reachInWords, scopeWords } from './key-words.ts'
import type { Key, Offers } from './keys-query.ts'

/** What a key may do: its name when it is a ready choice, and every permission and address behind it. */
export function KeyAccess({ of: { scopes, ipList, projectIds }, offers }: { of: Key; offers: Offers }) {
  return (
    <details className={css.details}>
      <summary>{accessLabel(scopes, offers.templates)}</summary>
      <ul>
        {scopes.map((scope) => (
          <li key={scope}>{scopeWords(scope, offers.scopes)}</li>
        ))}
        <li>In {reachInWords(projectIds, offers.projects, 'the team')}</li>
        <li>{ipList.length === 0 ? 'From every address' : `Only from ${ipList.join(', ')}`}</li>
      </ul>
    </details>
  )
}
