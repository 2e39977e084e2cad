import type { ReactNode } from 'react'
import { Section } from '#web/kit/section.tsx'

interface FullCardProps {
  id: string
  title: string
  description?: ReactNode
  children: ReactNode
}

/** A card whose list needs the width that other cards leave to their title. */
export const FullCard = ({ children, ...card }: FullCardProps) => (
  <Section {...card} style={{ gridTemplateColumns: 'minmax(0, 60rem)' }}>
    {children}
  </Section>
)
