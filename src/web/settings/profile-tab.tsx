import { ProfileTab as AccountTab } from '#features/account/web/profile-tab.tsx'
import { NotificationsCard } from '#features/notifications/web/notifications-card.tsx'

/** Settings → Profile: the cards of two slices, which know nothing of each other. */
export function ProfileTab() {
  return (
    <AccountTab>
      <NotificationsCard />
    </AccountTab>
  )
}
