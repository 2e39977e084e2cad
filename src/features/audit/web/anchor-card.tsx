import { useQuery } from '@tanstack/react-query'
import { type AnswerOf, api } from '#web/client.ts'
import { ChoiceGroup } from '#web/kit/choice-group.tsx'
import { Field } from '#web/kit/field.tsx'
import { SaveCard } from '#web/kit/save-card.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { queries, remember } from '#web/queries.ts'
import type { Team } from '#web/team.ts'
import { anchorBody, anchorValues } from './anchor-values.ts'
import { anchorQuery } from './log-queries.ts'

type Anchor = AnswerOf<'GET', '/teams/{team}/audit/anchor'>

/** Who keeps copies of the signed checkpoints outside, for those who manage the log. */
export function AnchorCard({ team }: { team: Team }) {
  const { data } = useQuery(anchorQuery(team.id))
  return data ? <AnchorForm team={team.id} anchor={data} /> : null
}

function AnchorForm({ team, anchor }: { team: string; anchor: Anchor }) {
  const key = anchorQuery(team).queryKey
  const form = useForm({
    initial: anchorValues(anchor),
    labels: { toAuditors: 'Auditors of the team', addresses: 'Others' },
    stored: ({ body }) => {
      const current = body.current as Anchor
      remember(key, current)
      return anchorValues(current)
    },
    save: async (values) => {
      const { version = anchor.version } = queries.getQueryData(key) ?? {}
      const body = anchorBody(values)
      const saved = await api.put('/teams/{team}/audit/anchor', { params: { team }, body, ifMatch: version })
      remember(key, saved)
      return anchorValues(saved)
    },
  })
  const { auditors } = anchor
  return (
    <SaveCard
      id="audit-copies"
      title="Copies outside"
      description="Once a day, when there is something new, the signed size and root go out by mail. Whoever keeps these letters notices if the log is ever cut short or rewritten, its checkpoints with it."
      form={form}
    >
      <ChoiceGroup
        {...form.field('toAuditors')}
        choices={[
          {
            value: 'yes',
            label: 'They get the letter',
            says:
              auditors === 0
                ? 'Nobody has the role Auditor yet; whoever is given it will.'
                : `${auditors === 1 ? 'One person has' : `${auditors} people have`} the role Auditor.`,
          },
          { value: 'no', label: 'They do not', says: 'The log is sealed and signed all the same.' },
        ]}
      />
      <Field
        {...form.field('addresses')}
        optional
        autoComplete="off"
        hint="Up to five addresses, such as an accountant’s, with commas between. The letter tells how many entries there are and their hash, nothing of what they say."
      />
    </SaveCard>
  )
}
