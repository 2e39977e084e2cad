import type { Team } from '#web/team.ts'
import css from './plan-notice.module.css'

const billing = ['owner', 'billing']

/** What is missing on a plan without the tab, and why; nothing is lost meanwhile. */
export function PlanNotice({ team }: { team: Team }) {
  return (
    <section className={css.notice} aria-labelledby="audit-plan">
      <h3 id="audit-plan">Audit Logs start on Pro</h3>
      <p>
        Everything that happens in {team.name} is written down already, on every plan: sign-ins, password changes,
        members, projects, billing and the use of API keys. On Pro and above you can read it here:
      </p>
      <ul>
        <li>who did what, when and from where, with old and new values</li>
        <li>filters, saved views, export as CSV and with proofs</li>
        <li>a check, in your own browser, that no entry was changed, removed or added later</li>
      </ul>
      <p>When the team moves to Pro, the entries of the past year appear as well.</p>
      <p>
        {billing.includes(team.role) ? (
          <a className={css.main} href={`/settings/billing?team=${team.id}`}>
            See plans in Billing
          </a>
        ) : (
          <>The owner of the team can change its plan under Billing. </>
        )}
      </p>
      <p className={css.own}>
        Your own sign-ins and changes are always shown to you, under{' '}
        <a href={`/settings/security?team=${team.id}#activity`}>Security, Recent activity</a>.
      </p>
    </section>
  )
}
