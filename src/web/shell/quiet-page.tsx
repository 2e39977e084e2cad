import { Link } from '@tanstack/react-router'
import { type ReactNode, use } from 'react'
import { InShell } from './in-shell.ts'
import { PageHeading } from './page-heading.tsx'
import css from './quiet-page.module.css'
import { SkipLink } from './skip-link.tsx'
import { Wordmark } from './wordmark.tsx'

interface QuietPageProps {
  title: string
  lead?: ReactNode
  children?: ReactNode
  /** Other ways, below a line: “No account yet? Sign up”. */
  ways?: ReactNode
}

/** A page with one thing to do and nothing beside it: signing in, links from letters, errors. */
export function QuietPage({ title, lead, children, ways }: QuietPageProps) {
  const content = (
    <>
      <PageHeading title={title}>{lead}</PageHeading>
      {children && <div className={css.body}>{children}</div>}
      {ways && <div className={css.ways}>{ways}</div>}
    </>
  )
  if (use(InShell)) return <div className={css.inside}>{content}</div>
  return (
    <div className={css.page}>
      <SkipLink />
      <header className={css.top}>
        <Link to="/" className={css.brand} aria-label="AegisRunner, start page">
          <Wordmark />
        </Link>
      </header>
      <main className={css.main} id="content" tabIndex={-1}>
        {content}
      </main>
    </div>
  )
}
