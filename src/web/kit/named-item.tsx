import { type ReactNode, useRef, useState } from 'react'
import { Button } from './button.tsx'
import { ItemRow, smallButton } from './item-list.tsx'
import { ItemQuestion } from './item-question.tsx'
import { ItemRename } from './item-rename.tsx'

interface NamedItemProps {
  name: string
  badge?: string | undefined
  /** Small print below the name. */
  children?: ReactNode
  /** Renames it; leave out for things that name themselves. */
  onRename?: (name: string) => Promise<void>
  removal: Removal
}

/** How a thing is taken away. */
export interface Removal {
  /** The button in the row: “Remove”. */
  label: string
  /** Why it cannot be taken away now. */
  reason?: string | undefined
  question: ReactNode
  /** The button below the question: “Remove it”. */
  act: string
  run(): Promise<void>
}

/** One thing of a list that can be renamed and taken away, each in its own row. */
export function NamedItem({ name, badge, children, onRename, removal }: NamedItemProps) {
  const [doing, setDoing] = useState<'renaming' | 'asking'>()
  const row = useRef<HTMLLIElement>(null)
  const back = (button: 'rename' | 'remove') => {
    setDoing(undefined)
    requestAnimationFrame(() => row.current?.querySelector<HTMLElement>(`[data-act="${button}"]`)?.focus())
  }
  return (
    <li ref={row}>
      {doing === 'renaming' && onRename ? (
        <ItemRename
          name={name}
          onCancel={() => back('rename')}
          onSave={async (typed) => {
            await onRename(typed)
            back('rename')
          }}
        />
      ) : doing === 'asking' ? (
        <ItemQuestion act={removal.act} keep="Keep it" onAct={removal.run} onKeep={() => back('remove')}>
          {removal.question}
        </ItemQuestion>
      ) : (
        <ItemRow
          name={name}
          badge={badge}
          actions={
            <>
              {onRename && (
                <Button
                  look="quiet"
                  data-act="rename"
                  className={smallButton}
                  aria-label={`Rename ${name}`}
                  onClick={() => setDoing('renaming')}
                >
                  Rename
                </Button>
              )}
              <Button
                look="quiet"
                data-act="remove"
                className={smallButton}
                reason={removal.reason}
                aria-label={`${removal.label} ${name}`}
                onClick={() => setDoing('asking')}
              >
                {removal.label}
              </Button>
            </>
          }
        >
          {children}
        </ItemRow>
      )}
    </li>
  )
}
