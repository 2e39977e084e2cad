import { Tabs } from '@mantine/core'
import { useId } from 'react'
import { CopyButton } from '#web/kit/secret-once-tools.tsx'
import type { Snippets } from './new-secret.ts'
import css from './snippet-tabs.module.css'

const places: { id: keyof Snippets; label: string }[] = [
  { id: 'github', label: 'GitHub Actions' },
  { id: 'gitlab', label: 'GitLab' },
  { id: 'jenkins', label: 'Jenkins' },
  { id: 'curl', label: 'curl' },
]

/** What to paste into a pipeline, one tab per kind of pipeline. The key itself is in none of them. */
export function SnippetTabs({ snippets }: { snippets: Snippets }) {
  const id = useId()
  return (
    <div className={css.box}>
      <p className={css.title} id={`${id}-title`}>
        Use it in your pipeline
      </p>
      <Tabs defaultValue="github" unstyled>
        <Tabs.List className={css.tabs ?? ''} aria-labelledby={`${id}-title`}>
          {places.map((place) => (
            <Tabs.Tab key={place.id} value={place.id} className={css.tab ?? ''}>
              {place.label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {places.map((place) => (
          <Tabs.Panel key={place.id} value={place.id} className={css.panel ?? ''}>
            <pre
              id={`${id}-${place.id}`}
              className={css.code}
              // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by the arrow keys
              tabIndex={0}
            >
              {snippets[place.id].trimEnd()}
            </pre>
            <div>
              <CopyButton text={snippets[place.id]} label={`Copy for ${place.label}`} shownIn={`${id}-${place.id}`} />
            </div>
          </Tabs.Panel>
        ))}
      </Tabs>
    </div>
  )
}
