import { button, facts, type Letter, note, type Recipient } from '#platform/mail/letter.ts'
import { formatInZone } from '#platform/zones.ts'
import type { Checkpoint } from './checkpoint.ts'

/** The day's checkpoint, for an auditor to keep where nobody of the installation can reach it. */
export const checkpointLetter = (
  to: Recipient,
  { team, checkpoint, publicUrl }: { team: string; checkpoint: Checkpoint; publicUrl: string },
): Letter => ({
  name: 'audit-checkpoint',
  subject: `The audit log of ${team}: ${checkpoint.size} entries`,
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
    button('Open the audit log', `${publicUrl}/settings/audit?team=${checkpoint.log}`),
    note('You get this once a day, when there is something new, because you are an auditor of the team.'),
  ],
})
