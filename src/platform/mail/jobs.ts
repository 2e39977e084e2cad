import { sendMail } from './send-mail.job.ts'

export { closeMail } from './transport.ts'

/** The jobs of the outbox. */
export const mailJobs = [sendMail] as const
