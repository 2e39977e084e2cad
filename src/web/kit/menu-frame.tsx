import '@mantine/core/styles/Popover.layer.css'
import '@mantine/core/styles/Menu.layer.css'
import { Menu, type MenuProps } from '@mantine/core'
import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react'
import css from './menu-frame.module.css'

interface MenuFrameProps {
  /** The button that opens it. */
  target: ReactElement
  position: MenuProps['position']
  width: MenuProps['width']
  children: ReactNode
}

/** A menu in the look of the house. It opens as soon as it is there: it is loaded for somebody who asked for it. */
export function MenuFrame({ target, position, width, children }: MenuFrameProps) {
  const [opened, setOpened] = useState(false)
  const box = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    // The button that was pressed has been replaced by this one; closing the menu gives the focus back to it.
    box.current?.querySelector('button')?.focus()
    setOpened(true)
  }, [])
  return (
    <span ref={box} className={css.box}>
      <Menu
        opened={opened}
        onChange={setOpened}
        position={position}
        width={width}
        withinPortal={false}
        withInitialFocusPlaceholder={false}
        transitionProps={{ duration: 0 }}
        classNames={{
          dropdown: css.dropdown ?? '',
          item: css.item ?? '',
          label: css.label ?? '',
          divider: css.divider ?? '',
          itemIndicator: css.indicator ?? '',
        }}
      >
        <Menu.Target>{target}</Menu.Target>
        <Menu.Dropdown>{children}</Menu.Dropdown>
      </Menu>
    </span>
  )
}
