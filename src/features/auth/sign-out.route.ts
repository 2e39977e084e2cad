import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { deleteSession } from '#access/queries.ts'
import { sessionCookie } from '#access/sessions.ts'
import { route } from '#platform/http/route.ts'

/** Ends this session; the browser is told to forget what it kept (ASVS 7.4.1, 14.3.1). The device stays known. */
export const signOut = route({
  method: 'DELETE',
  path: '/auth/sessions/current',
  summary: 'Sign out',
  access: signedIn({ endsSession: true }),
  output: z.void(),
  audit: 'auth.signed_out',

  async handle({ who, db, record, unchanged, setCookie, setHeader }) {
    await db.transaction(async (tx) => {
      if (await deleteSession(tx, who.user.id, who.session.id)) await record(tx)
      else unchanged() // ended at this very moment, by another click
    })
    setCookie(sessionCookie, null)
    setHeader('Clear-Site-Data', '"cache", "storage"')
  },
})
