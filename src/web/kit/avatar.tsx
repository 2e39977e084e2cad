import { useState } from 'react'
import css from './avatar.module.css'

/** A person's picture, or their initials. Beside their name it is decoration, so it has no text of its own. */
export function Avatar({ initials, url, size = 32 }: { initials: string; url: string | null; size?: number }) {
  const [broken, setBroken] = useState<string | null>(null)
  const box = { inlineSize: size, blockSize: size, fontSize: Math.round(size * 0.38) }
  return (
    <span className={css.avatar} style={box} aria-hidden="true">
      {url && url !== broken ? (
        <img src={url} alt="" width={size} height={size} onError={() => setBroken(url)} />
      ) : (
        initials
      )}
    </span>
  )
}
