import css from './skip-link.module.css'

/** The first stop of the Tab key: past the navigation, to the content. */
export function SkipLink() {
  return (
    // biome-ignore lint/a11y/useValidAnchor: a link by its work; the handler only keeps the address as it is
    <a
      className={css.skip}
      href="#content"
      onClick={(event) => {
        event.preventDefault()
        document.getElementById('content')?.focus()
      }}
    >
      Skip to content
    </a>
  )
}
