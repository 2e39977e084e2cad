import { ItemList } from '#web/kit/item-list.tsx'
import type { Schedule } from './queries.ts'
import { ScheduleRow } from './schedule-row.tsx'

/** Schedules with what can be done to each. `within` a project its name need not be said. */
export const ScheduleList = ({
  items,
  team,
  within = false,
}: {
  items: Schedule[]
  team: string
  within?: boolean
}) => (
  <ItemList name="Schedules">
    {items.map((schedule) => (
      <ScheduleRow key={schedule.id} schedule={schedule} team={team} within={within} />
    ))}
  </ItemList>
)
