import { type ReactNode, useEffect, useRef } from 'react'
import hidden from '../kit/hidden.module.css'
import { takeArrival } from './arrival.ts'
import css from './page-heading.module.css'

interface PageHeadingProps {
  /** The heading, and the first words of the document's title. */
  title: string
  /** What the page belongs to: “Settings”. */
  within?: string
  /** 2 inside tabs: their bar already shows the name, so the heading is only there to be read out. */
  level?: 1 | 2
  children?: ReactNode
}

/** Names the page in its heading and in the browser's tab, and takes the focus after a navigation, so that the new page is read out. */
export function PageHeading({ title, within, level = 1, children }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = [title, within, 'AegisRunner'].filter(Boolean).join(' · ')
  }, [title, within])
  useEffect(() => {
    if (takeArrival()) heading.current?.focus({ preventScroll: true })
  }, [])
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <header className={css.header} data-part={(level === 2 && children !== undefined) || undefined}>
      <Heading ref={heading} tabIndex={-1} className={level === 1 ? css.page : hidden.visually}>
        {title}
      </Heading>
      {children && <p className={css.lead}>{children}</p>}
    </header>
  )
}
