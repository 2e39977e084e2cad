import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { distrustDevices } from '#access/trust.queries.ts'
import { route } from '#platform/http/route.ts'

/** Ends the trust in one browser: the second factor is asked for in it again. */
export const distrustDevice = route({
  method: 'DELETE',
  path: '/account/trusted-devices/{id}',
  summary: 'Stop trusting a browser',
  access: signedIn(),
  output: z.void(),
  audit: 'two_factor.device_distrusted',

  async handle({ who, params, db, refuse, record }) {
    await db.transaction(async (tx) => {
      if ((await distrustDevices(tx, who.user.id, params.id)) === 0) return refuse('not_found')
      await record(tx, { target: { kind: 'device', id: params.id } })
    })
  },
})

/** Ends the trust in every browser. */
export const distrustAllDevices = route({
  method: 'DELETE',
  path: '/account/trusted-devices',
  summary: 'Stop trusting every browser',
  access: signedIn(),
  output: z.object({ ended: z.int() }),
  audit: 'two_factor.devices_distrusted',

  async handle({ who, db, record }) {
    return db.transaction(async (tx) => {
      const ended = await distrustDevices(tx, who.user.id)
      await record(tx, { ended })
      return { ended }
    })
  },
})
