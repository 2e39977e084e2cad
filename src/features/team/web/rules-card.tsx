import { Link } from '@tanstack/react-router'
import { useZone } from '#web/account.ts'
import { type AnswerOf, api } from '#web/client.ts'
import { Banner } from '#web/kit/banner.tsx'
import { ChoiceGroup } from '#web/kit/choice-group.tsx'
import { Field, FieldFrame } from '#web/kit/field.tsx'
import { SaveCard } from '#web/kit/save-card.tsx'
import { Section } from '#web/kit/section.tsx'
import { Time } from '#web/kit/time.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { queries, remember } from '#web/queries.ts'
import type { Team } from '#web/team.ts'
import { policyQuery, refreshTeam } from './members-query.ts'
import { bodyOf, checkRules, ruleLabels, valuesOf } from './rule-values.ts'

type Policy = AnswerOf<'GET', '/teams/{team}/policy'>

const description = 'What the team asks of everybody in it. Nobody loses their role or seat by a rule.'

/** The rules of the team: an owner sets them, everybody sees them. */
export function RulesCard({ team, policy }: { team: Team; policy: Policy }) {
  return team.role === 'owner' ? <RulesForm team={team.id} policy={policy} /> : <RulesShown policy={policy} />
}

function RulesForm({ team, policy }: { team: string; policy: Policy }) {
  const zone = useZone()
  const key = policyQuery(team).queryKey
  const form = useForm({
    initial: valuesOf(policy, zone),
    labels: ruleLabels,
    check: checkRules,
    stored: ({ body }) => {
      const current = body.current as Policy
      remember(key, current)
      return valuesOf(current, zone)
    },
    save: async (values) => {
      const { version = policy.version } = queries.getQueryData(key) ?? {}
      const body = bodyOf(values, zone)
      const saved = await api.put('/teams/{team}/policy', { params: { team }, body, ifMatch: version })
      remember(key, saved)
      void refreshTeam()
      return valuesOf(saved, zone)
    },
  })
  const open = policy.twoFactorOnPlan || policy.twoFactorFrom !== null
  return (
    <SaveCard id="rules" title="Rules" description={description} form={form}>
      <FieldFrame
        {...form.field('twoFactorFrom')}
        optional
        hint={
          open
            ? 'From the start of that day, whoever has no two-factor authentication is led to set it up before they act in this team. They are told now, a week and a day before.'
            : 'Your plan does not include this rule. It comes with larger plans.'
        }
      >
        {(control) => (
          <input
            {...control}
            type="date"
            aria-disabled={open ? undefined : true}
            readOnly={!open}
            value={form.values.twoFactorFrom}
            onChange={(event) => open && form.field('twoFactorFrom').onChange(event.target.value)}
          />
        )}
      </FieldFrame>
      {policy.withoutTwoFactor !== null && policy.withoutTwoFactor > 0 && (
        <Banner tone={policy.twoFactorFrom ? 'warn' : 'info'}>
          {policy.withoutTwoFactor === 1 ? 'One member has' : `${policy.withoutTwoFactor} members have`} no two-factor
          authentication yet.{' '}
          <Link to="/settings/team" search={{ team, twoFactor: 'off' } as { team: string }} hash="members">
            See who
          </Link>
        </Banner>
      )}
      <Field
        {...form.field('passwordMin')}
        optional
        inputMode="numeric"
        maxLength={2}
        hint="Characters, 8 to 64. Counts when a member next sets a password."
      />
      <Field
        {...form.field('keyLifetimeDays')}
        optional
        inputMode="numeric"
        maxLength={4}
        hint="Days, 1 to 3650. Keys made before keep their end until they are rotated."
      />
      <ChoiceGroup
        {...form.field('keyMakers')}
        choices={[
          { value: 'everyone', label: 'Everybody', says: 'Except auditors, who read the audit log only.' },
          { value: 'managers', label: 'Owners and admins', says: 'Keys that others made go on working.' },
        ]}
      />
    </SaveCard>
  )
}

function RulesShown({ policy }: { policy: Policy }) {
  const { twoFactorFrom, passwordMin, keyLifetimeDays, keyMakers } = policy
  const none = !twoFactorFrom && !passwordMin && !keyLifetimeDays && keyMakers === 'everyone'
  return (
    <Section id="rules" title="Rules" description={description}>
      {none ? (
        <p>This team has no rules of its own. An owner can set some.</p>
      ) : (
        <ul>
          {twoFactorFrom && (
            <li>
              Two-factor authentication from <Time at={twoFactorFrom} show="date" /> on.
            </li>
          )}
          {passwordMin && <li>Passwords of at least {passwordMin} characters.</li>}
          {keyLifetimeDays && <li>API keys live for {keyLifetimeDays} days at most.</li>}
          {keyMakers === 'managers' && <li>Only owners and admins make API keys.</li>}
        </ul>
      )}
    </Section>
  )
}
