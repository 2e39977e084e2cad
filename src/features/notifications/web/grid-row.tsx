import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { LinkButton } from '#web/kit/link-button.tsx'
import { useTeam } from '#web/team.ts'
import { kinds } from '../kinds.ts'
import { boxesOf, lockOf, sourceSays, toggled } from './choices.ts'
import css from './grid.module.css'
import { preferencesQuery, type Row } from './queries.ts'

interface GridRowProps {
  row: Row
  /** Whose choice is made here. */
  of: 'mine' | 'team'
  slackReason?: string | undefined
  /** Below the type: a test, the last delivery. */
  children?: ReactNode
}

/** One type: its boxes save at once, and go back with the reason when that fails. */
export function GridRow({ row, of, slackReason, children }: GridRowProps) {
  const { id: team } = useTeam()
  const known = useQueryClient()
  const [picked, setPicked] = useState<string[] | null>(null)
  const line = useRef<HTMLTableRowElement>(null)
  const { label, says } = kinds[row.type]
  const path = of === 'mine' ? '/teams/{team}/notifications/preferences' : '/teams/{team}/notifications/defaults'
  const choose = useMutation({
    mutationFn: (choices: string[] | null) =>
      api.put(path, { params: { team }, body: { type: row.type, projectId: row.projectId, choices } }),
    onSuccess: () => announce(`${label}: saved`),
    onError: (error) => announce(`${label}: not saved. ${error.message}`, 'assertive'),
    // What was ticked is shown until the stored choice was read again: that one, or after a failure the one before.
    async onSettled() {
      await known.invalidateQueries({ queryKey: preferencesQuery(team).queryKey })
      setPicked(null)
    },
  })
  const stored = of === 'mine' ? row.choices : (row.team ?? [...kinds[row.type].preset])
  const shown = picked ?? stored
  const pick = (choices: string[]) => {
    setPicked(choices)
    choose.mutate(choices)
  }
  // The button is gone once nothing is chosen any more, so the focus goes to the boxes it was about.
  const takeBack = () => {
    line.current?.querySelector('input')?.focus()
    choose.mutate(null)
  }
  const own = of === 'mine' ? row.mine : row.team
  const { email, slack } = boxesOf(row.type)
  const box = ([choice, word]: [string, string], reason?: string) => (
    <Box
      key={choice}
      name={`${label}: ${word}`}
      word={word}
      checked={shown.includes(choice)}
      reason={lockOf(row.type, choice) ?? (shown.includes(choice) ? undefined : reason)}
      onChange={(on) => pick(toggled(shown, choice, on))}
    />
  )
  return (
    <tr ref={line}>
      <th scope="row">
        {label}
        <span className={css.says}>{says}</span>
        <span className={css.state}>
          {choose.isSuccess && !choose.isPending && (
            <b className={css.saved}>
              <Icon name="check" size={14} /> Saved ·{' '}
            </b>
          )}
          {of === 'mine' ? sourceSays[row.source] : row.team ? 'Chosen for the team' : 'Built-in default'}
          {shown.length === 0 && ' · None'}
          {own && (
            <>
              {' · '}
              <LinkButton onClick={takeBack}>Back to the default</LinkButton>
            </>
          )}
        </span>
        {choose.error && (
          <span className={css.refused}>
            <Icon name="error" size={14} /> {choose.error.message}
          </span>
        )}
        {children}
      </th>
      <td data-column="Email">{email.map((one) => box(one))}</td>
      <td data-column="Slack">
        {slack.length > 0 ? slack.map((one) => box(one, slackReason)) : <span className={css.none}>E-mail only</span>}
      </td>
    </tr>
  )
}

interface BoxProps {
  name: string
  word: string
  checked: boolean
  /** Why it cannot be changed. */
  reason: string | undefined
  onChange(on: boolean): void
}

function Box({ name, word, checked, reason, onChange }: BoxProps) {
  return (
    <label className={css.box} data-locked={reason ? '' : undefined}>
      <input
        type="checkbox"
        aria-label={name}
        aria-disabled={reason ? true : undefined}
        aria-description={reason}
        checked={checked}
        onChange={(event) => (reason ? announce(reason) : onChange(event.target.checked))}
      />
      <span>{word}</span>
      {reason && <span className={css.reason}>{reason}</span>}
    </label>
  )
}
