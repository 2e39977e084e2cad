import { days, earlier } from '../clock.ts'
import { enqueue, recurring } from '../jobs/job.ts'
import { deleteSettledLetters, strandedLetters } from './queries.ts'
import { sendMail } from './send-mail.job.ts'

/** How long the outbox remembers letters that are done with. */
export const outboxMemory = days(30)

/** What recurs for the outbox. */
export const mailTimetable = [
  recurring({
    name: 'mail.sweep_settled',
    cron: '43 3 * * *',
    run: ({ db }, now) => deleteSettledLetters(db, earlier(now, outboxMemory)),
  }),
  recurring({
    name: 'mail.rescue_stranded',
    cron: '*/2 * * * *',
    run: ({ db }) =>
      db.transaction(async (tx) => {
        for (const id of await strandedLetters(tx)) await enqueue(tx, sendMail, { id })
      }),
  }),
]
