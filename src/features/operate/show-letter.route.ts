import { operator } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { openContent } from '#platform/mail/content.ts'
import { letterById } from '#platform/mail/queries.ts'
import { LetterContentView } from './contract.ts'
import { letterView } from './letter-view.ts'

/**
 * What a letter says, while it is kept. Letters carry one-time links, so only an installation that serves its own machine shows them: there
 * the operator is the recipient. Reading one is recorded.
 */
export const showLetter = route({
  method: 'GET',
  path: '/operate/outbox/{id}',
  summary: 'Read a letter in the outbox',
  access: operator(),
  output: LetterContentView,
  audit: 'operate.letter_read',

  async handle({ params, db, platform, record, refuse }) {
    const { config, sealer } = platform
    const row = config.loopback ? await letterById(db, params.id) : undefined
    if (!row?.content) return refuse('not_found')
    const content = openContent(sealer, row.id, row.content)
    await db.transaction((tx) =>
      record(tx, { target: { kind: 'letter', id: row.id }, letter: row.letter, recipient: row.recipient }),
    )
    const { renderLetter } = await import('#platform/mail/render.tsx')
    return { ...letterView(row, config), preview: content.letter.preview, ...renderLetter(content, config.publicUrl) }
  },
})
