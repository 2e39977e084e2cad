import { accessDeparture } from '#access/access-departure.ts'
import type { Departure } from '#access/departure.ts'
import type { Safeguard } from '#access/safeguard.ts'
import { accountDeparture, sealedExports } from '#features/account/public.ts'
import { keyDeparture, keySafeguard } from '#features/api-keys/public.ts'
import { auditDeparture, sealedSigningKeys, sealedStreams } from '#features/audit/public.ts'
import { authDeparture } from '#features/auth/public.ts'
import { billingDeparture } from '#features/billing/public.ts'
import { notificationDeparture, sealedSlack, sealedWebhooks } from '#features/notifications/public.ts'
import { passkeyDeparture, passkeySafeguard } from '#features/passkeys/public.ts'
import { projectDeparture } from '#features/projects/public.ts'
import { runDeparture } from '#features/runs/public.ts'
import { teamDeparture } from '#features/team/public.ts'
import { sealedAuthenticators, twoFactorDeparture, twoFactorSafeguard } from '#features/two-factor/public.ts'
import { usageDeparture } from '#features/usage/public.ts'
import type { SealedPlace } from '#platform/crypto/reseal.ts'
import { sealedAnswers } from '#platform/http/idempotency.ts'
import { sealedLetters } from '#platform/mail/queries.ts'

/** What stands under an account besides the account itself, slice by slice: how it is secured, and what the checklist says of it. */
export const safeguards: readonly Safeguard[] = [twoFactorSafeguard, passkeySafeguard, keySafeguard]

/**
 * What leaving means, slice by slice, in the order the steps run: when a person deletes their account or downloads their data, and when a
 * team is deleted (decisions/0010, 0011). Slices that lean on others come first; the team, which takes the team's row, and the account, which
 * takes the person's, are last.
 */
export const departures: readonly Departure[] = [
  projectDeparture,
  runDeparture,
  billingDeparture,
  usageDeparture,
  notificationDeparture,
  keyDeparture,
  passkeyDeparture,
  twoFactorDeparture,
  authDeparture,
  accessDeparture,
  auditDeparture,
  teamDeparture,
  accountDeparture,
]

/** Every column of sealed texts, for `aegisrunner keys rotate`. A test looks for one that is missing here. */
export const sealedPlaces: readonly SealedPlace[] = [
  sealedLetters,
  sealedAnswers,
  sealedExports,
  sealedAuthenticators,
  sealedSigningKeys,
  sealedStreams,
  sealedSlack,
  ...sealedWebhooks,
]
