import '@mantine/core/styles/Tooltip.layer.css'
import { Tooltip } from '@mantine/core'
import type { RefObject } from 'react'
import css from './time-tip.module.css'

interface TimeTipProps {
  of: RefObject<HTMLElement | null>
  id: string
  text: string
  onPointerEnter(): void
  onPointerLeave(): void
}

/** The bubble above a moment. The pointer may rest on it (WCAG 1.4.13). */
export function TimeTip({ of, text, id, ...pointer }: TimeTipProps) {
  return (
    <Tooltip
      opened
      target={of}
      label={<span id={id}>{text}</span>}
      interactive
      inline
      portalProps={{ target: document.querySelector('main') ?? document.body }}
      transitionProps={{ duration: 0 }}
      classNames={{ tooltip: css.tip ?? '' }}
      {...pointer}
    />
  )
}
