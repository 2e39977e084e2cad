import {
  type ComponentType,
  type KeyboardEvent,
  lazy,
  type ReactElement,
  type ReactNode,
  Suspense,
  useState,
} from 'react'

/** A menu around the button that opens it. */
type MenuItems = ComponentType<{ target: ReactElement }>

/** A menu that is loaded when somebody is about to open it: most pages are left without anybody having done so. */
export function lazyMenu(load: () => Promise<MenuItems>) {
  const Opened = lazy(async () => ({ default: await load() }))
  return function MenuButton({ className, children }: { className: string | undefined; children: ReactNode }) {
    const [wanted, setWanted] = useState(false)
    const soon = () => void load()
    const keys = (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown') return
      event.preventDefault()
      setWanted(true)
    }
    const closed = (
      <button
        type="button"
        className={className}
        aria-haspopup="menu"
        aria-expanded={wanted}
        onPointerEnter={soon}
        onFocus={soon}
        onKeyDown={keys}
        onClick={() => setWanted(true)}
      >
        {children}
      </button>
    )
    if (!wanted) return closed
    return (
      <Suspense fallback={closed}>
        <Opened
          target={
            <button type="button" className={className}>
              {children}
            </button>
          }
        />
      </Suspense>
    )
  }
}
