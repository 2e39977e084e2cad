import { named, type Sentence } from './sentence.ts'

/** What happens to the audit log itself, as whoever did it reads it. */
export const auditSentences: Record<string, Sentence> = {
  'audit.read': { did: 'You read the audit log' },
  'audit.exported': {
    did: ({ format }) =>
      `The audit log was exported${format === 'csv' ? ' as CSV' : format === 'ndjson' ? ' with proofs' : ''}`,
  },
  'audit.export_requested': { did: 'A large export of the audit log was asked for' },
  'audit.export_downloaded': {
    did: ({ from }) =>
      typeof from === 'number' && from > 0
        ? 'A download of an export of the audit log went on'
        : 'An export of the audit log was downloaded',
  },
  'audit.export_removed': { did: 'An export of the audit log was erased' },
  'audit.view_saved': { did: (facts) => `The view${named(facts)} of the audit log was saved` },
  'audit.view_deleted': { did: (facts) => `The view${named(facts)} of the audit log was deleted` },
  'audit.stream_added': { did: (facts) => `The audit log is sent on to${named(facts) || ' another place'}` },
  'audit.stream_changed': {
    did: (facts) => `Sending the audit log on to${named(facts) || ' another place'} was changed`,
  },
  'audit.stream_removed': {
    did: (facts) => `The audit log is no longer sent on to${named(facts) || ' another place'}`,
  },
  'audit.anchor_changed': { did: 'You changed who gets checkpoints of the audit log by mail' },
  'audit.expired': {
    did: ({ entries }) =>
      `${entries === 1 ? 'One entry' : `${entries ?? 'Some'} entries`} past the time they are kept were deleted`,
  },
  'audit.person_erased': { did: 'What was personal of somebody who left was taken out of the log' },
}
