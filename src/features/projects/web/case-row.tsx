import { useState } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { Checkbox } from '#web/kit/checkbox.tsx'
import hidden from '#web/kit/hidden.module.css'
import { smallButton } from '#web/kit/item-list.tsx'
import { ItemQuestion } from '#web/kit/item-question.tsx'
import { CaseForm } from './case-form.tsx'
import { expectation } from './case-words.ts'
import { type Case, type FullSuite, refreshProjects } from './queries.ts'
import row from './rows.module.css'
import { useSwitch } from './use-switch.ts'

interface CaseRowProps {
  of: Case
  team: string
  suite: FullSuite
}

/** One test: whether it is on, what it expects, and what can be done with it. */
export function CaseRow({ of: one, team, suite }: CaseRowProps) {
  const [doing, setDoing] = useState<'edit' | 'delete' | null>(null)
  const params = { team, case: one.id }
  const onOff = useSwitch(one.enabled, async (on) => {
    await api.patch('/teams/{team}/cases/{case}', { params, body: { enabled: on }, ifMatch: one.version })
    await refreshProjects()
    announce(`${one.name} is switched ${on ? 'on' : 'off'}.`)
  })
  return (
    <li>
      <div className={row.line}>
        <div className={row.text}>
          {suite.mayEdit ? (
            <Checkbox label={one.name} checked={onOff.on} onChange={onOff.turn} hint={<Says of={one} />} />
          ) : (
            <>
              <p className={row.name}>{one.name}</p>
              <p className={row.details}>
                <Says of={one} />
              </p>
            </>
          )}
        </div>
        <p className={row.counts}>
          {onOff.said}
          {one.priority === 'high' && <span className={row.badge}>Important</span>}
          {one.source === 'manual' && <span className={row.badge}>By hand</span>}
          {one.edited && <span className={row.badge}>Edited</span>}
        </p>
        {suite.mayEdit && doing === null && (
          <div className={row.actions}>
            <Button look="quiet" className={smallButton} onClick={() => setDoing('edit')}>
              Edit<span className={hidden.visually}> {one.name}</span>
            </Button>
            <Button look="quiet" className={smallButton} onClick={() => setDoing('delete')}>
              Delete<span className={hidden.visually}> {one.name}</span>
            </Button>
          </div>
        )}
      </div>
      {doing === 'edit' && <CaseForm team={team} suite={suite} of={one} onClose={() => setDoing(null)} />}
      {doing === 'delete' && (
        <ItemQuestion
          act="Delete the test"
          keep="Keep it"
          onKeep={() => setDoing(null)}
          onAct={async () => {
            await api.delete('/teams/{team}/cases/{case}', { params })
            announce(`${one.name} was deleted.`)
            await refreshProjects()
          }}
        >
          Delete “{one.name}”?{' '}
          {one.source === 'crawl' && 'Later crawls do not make it again. You can also switch it off.'}
        </ItemQuestion>
      )}
    </li>
  )
}

const Says = ({ of: { definition, enabled } }: { of: Case }) => (
  <>
    {!enabled && 'Switched off. '}
    {expectation(definition)}
  </>
)
