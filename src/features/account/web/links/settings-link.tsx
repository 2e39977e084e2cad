import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { buttonClass } from '#web/kit/button.tsx'

/** On to the settings, which read the account anew: the link has just changed it. */
export function SettingsLink() {
  const known = useQueryClient()
  return (
    <Link to="/settings/profile" className={buttonClass('primary')} onClick={() => known.clear()}>
      Go to your settings
    </Link>
  )
}
