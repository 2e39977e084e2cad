import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { Field } from '#web/kit/field.tsx'
import hidden from '#web/kit/hidden.module.css'
import { ItemQuestion } from '#web/kit/item-question.tsx'
import { SaveCard } from '#web/kit/save-card.tsx'
import { Section } from '#web/kit/section.tsx'
import { useForm } from '#web/kit/use-form.ts'
import css from './lists.module.css'
import { type FullSuite, refreshProjects } from './queries.ts'

/** The suite's name, and its end. */
export function SuiteSettings({ team, suite }: { team: string; suite: FullSuite }) {
  const version = useRef(suite.version)
  version.current = Math.max(version.current, suite.version)
  const params = { team, suite: suite.id }
  const form = useForm({
    initial: { name: suite.name },
    labels: { name: 'Name' },
    check: ({ name }) => ({ name: name.trim() === '' ? 'Give the suite a name.' : undefined }),
    save: async ({ name }) => {
      const saved = await api.patch('/teams/{team}/suites/{suite}', {
        params,
        body: { name },
        ifMatch: version.current,
      })
      version.current = saved.version
      void refreshProjects()
      return { name: saved.name }
    },
    stored: ({ body }) => {
      const current = body.current as { name: string; version: number }
      version.current = current.version
      return { name: current.name }
    },
  })
  return (
    <div className={css.cards}>
      <h2 className={hidden.visually}>Settings of the suite</h2>
      <SaveCard id="settings" title="Settings" description="Crawls leave the name alone." form={form}>
        <Field {...form.field('name')} autoComplete="off" maxLength={120} />
      </SaveCard>
      <DeleteSuite team={team} suite={suite} />
    </div>
  )
}

function DeleteSuite({ team, suite }: { team: string; suite: FullSuite }) {
  const [asking, setAsking] = useState(false)
  const navigate = useNavigate()
  const remove = async () => {
    await api.delete('/teams/{team}/suites/{suite}', { params: { team, suite: suite.id } })
    announce(`${suite.name} was deleted.`)
    setTimeout(
      () => void navigate({ to: '/projects/$project', params: { project: suite.project.id } }).then(refreshProjects),
    )
  }
  return (
    <Section id="delete" title="Delete the suite" description="Its tests and its own schedules go with it.">
      {asking ? (
        <ItemQuestion act="Delete the suite" keep="Keep it" onAct={remove} onKeep={() => setAsking(false)}>
          Delete “{suite.name}” with its tests?{' '}
          {suite.source === 'crawl' && 'A later crawl that finds the page makes a suite for it again.'}
        </ItemQuestion>
      ) : (
        <div>
          <Button onClick={() => setAsking(true)}>Delete the suite</Button>
        </div>
      )}
    </Section>
  )
}
