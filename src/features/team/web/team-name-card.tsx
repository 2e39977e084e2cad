import { accountQuery } from '#web/account.ts'
import { type AnswerOf, api } from '#web/client.ts'
import { Field } from '#web/kit/field.tsx'
import { SaveCard } from '#web/kit/save-card.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { queries, remember } from '#web/queries.ts'
import { teamQuery } from './members-query.ts'

type TeamAnswer = AnswerOf<'GET', '/teams/{team}'>

/** The name of the team. */
export function TeamNameCard({ team }: { team: TeamAnswer }) {
  const key = teamQuery(team.id).queryKey
  const form = useForm({
    initial: { name: team.name },
    labels: { name: 'Name of the team' },
    check: ({ name }) => ({ name: name.trim() === '' ? 'Enter a name for the team.' : undefined }),
    stored: ({ body }) => {
      const current = body.current as TeamAnswer
      remember(key, current)
      return { name: current.name }
    },
    save: async ({ name }) => {
      const { version = team.version } = queries.getQueryData(key) ?? {}
      const saved = await api.patch('/teams/{team}', { params: { team: team.id }, body: { name }, ifMatch: version })
      remember(key, saved)
      await queries.invalidateQueries({ queryKey: accountQuery.queryKey })
      await queries.invalidateQueries({ queryKey: ['team-policy'] })
      return { name: saved.name }
    },
  })
  return (
    <SaveCard id="team-name" title="Name" description="Stands in the menu, in letters and in invitations." form={form}>
      <Field {...form.field('name')} autoComplete="off" maxLength={80} />
    </SaveCard>
  )
}
