import type { AnswerOf } from '#web/client.ts'
import { Icon } from '#web/kit/icon.tsx'
import css from './team.module.css'

type Preview = AnswerOf<'POST', '/teams/{team}/invitations/preview'>

const words: Record<Preview['lines'][number]['verdict'], string> = {
  ok: 'will be invited',
  already_member: 'already a member',
  already_invited: 'already invited; use “Send again”',
  duplicate: 'stands here twice',
  malformed: 'not an e-mail address',
  over_seats: 'no seat left',
}

/** What becomes of each line, and what all of it means for seats and money. */
export function InviteVerdicts({ preview }: { preview: Preview }) {
  return (
    <div className={css.verdicts}>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one */}
      <ul role="list" aria-label="What becomes of each line">
        {preview.lines.map(({ address, verdict }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same line may stand there twice
          <li key={`${address}${at}`} data-fine={verdict === 'ok' || undefined}>
            <Icon name={verdict === 'ok' ? 'check' : 'warning'} size={15} />
            <span className={css.address}>{address}</span>
            <span>{words[verdict]}</span>
          </li>
        ))}
      </ul>
      <p role="status">{costSays(preview)}</p>
    </div>
  )
}

function costSays({ invited, seats: { limit, members, pending, plan }, larger, lines }: Preview): string {
  const after = members + pending + invited
  const over = lines.filter(({ verdict }) => verdict === 'over_seats').length
  if (limit === null) return `${after} people then. Your plan has no limit, so nothing is added to the price.`
  const price = plan.monthlyPrice === null ? 'agreed price' : `${money(plan.monthlyPrice)} a month`
  const says = `${after} of ${limit} seats taken then. ${plan.name} stays at ${price}: seats are part of the plan.`
  if (over === 0) return says
  if (!larger) return `${says} No plan here has room for all of them.`
  const then = larger.monthlyPrice === null ? 'by agreement' : `${money(larger.monthlyPrice)} a month`
  const room = larger.members === null ? 'any number of people' : `${larger.members} people`
  return `${says} For all of them: ${larger.name} (${then}) has room for ${room}.`
}

const money = (cents: number): string => `$${(cents / 100).toFixed(cents % 100 === 0 ? 0 : 2)}`
