import { oneLine } from './plain-letter.ts'

interface SmtpError extends Error {
  code?: string
  command?: string
  responseCode?: number
}

/** What went wrong with a try, in the server's words, and whether trying again is pointless. */
export interface MailFailure {
  says: string
  permanent: boolean
  /** It was the address that was refused for good, not this one letter. */
  ofAddress?: boolean
}

const longest = 500

/**
 * Reads an error of the mail transport. Permanent is a 5xx answer to this recipient or this letter (RFC 5321 §4.2.1); a refused sender,
 * login or connection is the operator's to mend, and the letter waits for it.
 */
export function mailFailure(error: unknown): MailFailure {
  const { code, command, responseCode, message } = error as SmtpError
  const ofLetter = command === 'RCPT TO' || (command === 'DATA' && code === 'EMESSAGE')
  const permanent = ofLetter && responseCode !== undefined && responseCode >= 500 && responseCode !== 503
  return { says: oneLine(message).slice(0, longest), permanent, ofAddress: permanent && command === 'RCPT TO' }
}
