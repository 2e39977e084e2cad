import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { buttonClass } from '#web/kit/button.tsx'
import hidden from '#web/kit/hidden.module.css'
import { Icon, type IconName } from '#web/kit/icon.tsx'
import { smallButton } from '#web/kit/item-list.tsx'
import { Section } from '#web/kit/section.tsx'
import css from './checklist-card.module.css'
import { checklistQuery, type Practice } from './security-queries.ts'
import { Unread } from './unread.tsx'

const signs: Record<Practice['state'], { icon: IconName; word: string }> = {
  done: { icon: 'check', word: 'Done' },
  todo: { icon: 'info', word: 'To do' },
  attention: { icon: 'warning', word: 'Needs attention' },
}

/** The product's best practices, each with how things stand and the one click that mends it. */
export function ChecklistCard() {
  const { data, error } = useQuery(checklistQuery)
  const done = data?.items.filter(({ state }) => state === 'done').length
  return (
    <Section
      id="checklist"
      title="Best practices"
      description={data ? `${done} of ${data.items.length} in place.` : 'How well your account is protected.'}
    >
      {data === undefined ? (
        <Unread what="best practices" error={error} />
      ) : (
        // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
        <ul className={css.list} role="list">
          {data.items.map((practice) => (
            <PracticeRow key={practice.id} practice={practice} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function PracticeRow({ practice: { title, state, says, fix } }: { practice: Practice }) {
  const { icon, word } = signs[state]
  return (
    <li className={css.row} data-state={state}>
      <span className={css.sign}>
        <Icon name={icon} size={16} />
        <span className={hidden.visually}>{word}: </span>
      </span>
      <div className={css.text}>
        <p className={css.title}>{title}</p>
        <p className={css.says}>{says}</p>
      </div>
      {fix && <FixLink {...fix} about={title} />}
    </li>
  )
}

function FixLink({ label, href, about }: { label: string; href: string; about: string }) {
  const [path = '', hash = ''] = href.split('#')
  return (
    <Link to={path} hash={hash} className={`${buttonClass('plain')} ${smallButton} ${css.fix}`}>
      {label}
      <span className={hidden.visually}> ({about})</span>
    </Link>
  )
}
