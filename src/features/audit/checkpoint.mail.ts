import { button, facts, type Letter, note, type Recipient } from '#platform/mail/letter.ts'
import { formatInZone } from '#platform/zones.ts'
import type { Checkpoint } from './checkpoint.ts'

/**
 * The day's checkpoint, to be kept where nobody of the installation can reach it. To an address that was only named goes no name of the team:
 * its choosing would be a message to a stranger.
 */
export const checkpointLetter = (
  to: Recipient,
  {
    team,
    outside,
    checkpoint,
    publicUrl,
  }: { team: string; outside: boolean; checkpoint: Checkpoint; publicUrl: string },
): Letter => ({
  name: 'audit-checkpoint',
  subject: `The audit log ${outside ? checkpoint.log : `of ${team}`}: ${checkpoint.size} entries`,
  preview: 'Keep this letter: the log cannot be cut short or rewritten behind it.',
  body: [
    'Keep this letter. Whatever is done to the log later, it must still lead to this root, and have at least this many entries.',
    facts({
      Log: checkpoint.log,
      Entries: String(checkpoint.size),
      Signed: formatInZone(new Date(checkpoint.at), to.timezone, 'dateTimeZone'),
      Root: checkpoint.root,
      Key: checkpoint.keyId,
      Signature: checkpoint.signature,
    }),
    outside
      ? button('Compare with the log', `${publicUrl}/api/v1/audit/checkpoints/${checkpoint.log}`)
      : button('Open the audit log', `${publicUrl}/settings/audit?team=${checkpoint.log}`),
    note('You get this once a day, when there is something new.'),
  ],
  because: outside
    ? 'a team chose this address for copies of its checkpoints. Tell them if you should not get it.'
    : 'you are an auditor of the team.',
})
