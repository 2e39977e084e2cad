import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { newSecret } from '#platform/crypto/secrets.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { AddedStream, NewAuditStream, streamRefusals } from './contract.ts'
import { demandPlan } from './reading.ts'
import { mostStreams } from './rules.ts'
import { streamView } from './stream-view.ts'
import { insertStream, sizeOf, streamsOf } from './streams.queries.ts'

/** Sends the log on to another place from now on. The secret that signs what a webhook gets is answered this once. */
export const addStream = route({
  method: 'POST',
  path: '/teams/{team}/audit/streams',
  summary: 'Send the audit log on to a webhook or a syslog server',
  access: inTeam('audit.manage', { confirmedWithin: proofLasts }),
  input: NewAuditStream,
  output: AddedStream,
  status: 201,
  refusals: streamRefusals,
  audit: 'audit.stream_added',

  async handle(handling) {
    await demandPlan(handling)
    const { who, input, db, now, refuse, record, platform } = handling
    if (!fits(input)) refuse('address_not_usable', 'address')
    await platform.outbound
      .check(input.address.replace(/^tls:/, 'https:'))
      .catch(() => refuse('address_not_usable', 'address'))
    const id = newId('ast')
    const secret = newSecret()
    return db.transaction(async (tx) => {
      if (!(await lockTeamRow(tx, who.team.id))) refuse('not_found') // one after another, so that no two count the same
      const others = await streamsOf(tx, who.team.id)
      if (others.length >= mostStreams) refuse('too_many_streams')
      const size = await sizeOf(tx, who.team.id)
      const row = {
        team_id: who.team.id,
        id,
        ...input,
        secret: platform.sealer.seal(secret, id),
        next: size,
        paused: false,
        failures: 0,
        due_at: now,
        sent_at: null,
        created_at: now,
      }
      await insertStream(tx, row)
      await record(tx, {
        target: { kind: 'stream', id },
        name: input.name,
        kind: input.kind,
        host: new URL(input.address).host,
      })
      return { ...streamView(row, size), secret: input.kind === 'webhook' ? secret : null }
    })
  },
})

const fits = ({ kind, address }: { kind: string; address: string }): boolean => {
  if (!URL.canParse(address)) return false
  const { protocol, port } = new URL(address)
  return kind === 'syslog' ? protocol === 'tls:' && port !== '' : protocol === 'https:' || protocol === 'http:'
}
