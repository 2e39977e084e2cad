import { useEffect, useRef, useState } from 'react'
import { rememberAccount, rememberedAccount, useAccount } from '#web/account.ts'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Avatar } from '#web/kit/avatar.tsx'
import { Section } from '#web/kit/section.tsx'
import { useUnsaved } from '#web/kit/unsaved.ts'
import { useAct } from './act.ts'
import { ActNote } from './act-note.tsx'
import { type ChosenPicture, readPicture, releasePicture } from './chosen-picture.ts'
import { focusSoon } from './focus-soon.ts'
import { PictureActions } from './picture-actions.tsx'
import css from './picture-card.module.css'
import { PictureDrop } from './picture-drop.tsx'
import { PicturePreview } from './picture-preview.tsx'

/** A person's picture: initials until one is chosen. A file is shown before it is sent. */
export function PictureCard() {
  const { initials, avatarUrl } = useAccount()
  const [chosen, setChosen] = useState<ChosenPicture>()
  const body = useRef<HTMLDivElement>(null)
  const act = useAct()
  useUnsaved('Picture', chosen !== undefined)
  useEffect(() => () => chosen && releasePicture(chosen), [chosen])

  const focusFirst = () => focusSoon(() => body.current?.querySelector('button'))
  const choose = async (file: File) => {
    act.forget()
    const picture = await readPicture(file)
    if (typeof picture === 'string') {
      setChosen(undefined)
      return act.refuse(picture)
    }
    setChosen(picture)
    announce(`${file.name} is chosen and not saved yet.`)
    focusFirst()
  }
  const use = async ({ file }: ChosenPicture) => {
    const saved = await act.run(async () => {
      show((await api.put('/account/avatar', { raw: file })).avatarUrl)
      return 'Saved'
    })
    if (!saved) return
    setChosen(undefined)
    focusFirst()
  }
  const remove = async () => {
    await act.run(async () => {
      await api.delete('/account/avatar')
      show(null)
      return 'Removed. Your initials are shown now.'
    })
    focusFirst()
  }

  return (
    <Section id="picture" title="Picture" description="Shown beside your name to the people of your teams.">
      <PictureDrop onFile={(file) => void choose(file)}>
        <div ref={body} className={css.body}>
          {chosen ? (
            <PicturePreview
              picture={chosen}
              busy={act.busy}
              onUse={() => void use(chosen)}
              onCancel={() => {
                setChosen(undefined)
                act.forget()
                focusFirst()
              }}
            />
          ) : (
            <>
              <Avatar initials={initials} url={avatarUrl} size={88} />
              <PictureActions
                has={avatarUrl !== null}
                busy={act.busy}
                onFile={(file) => void choose(file)}
                onRemove={() => void remove()}
                onAsk={act.forget}
              />
            </>
          )}
        </div>
        <ActNote of={act} />
      </PictureDrop>
    </Section>
  )
}

function show(avatarUrl: string | null): void {
  const account = rememberedAccount()
  if (account) rememberAccount({ ...account, avatarUrl })
}
