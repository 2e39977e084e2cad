import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { refuseCommon } from '#platform/http/refusal.ts'
import { route } from '#platform/http/route.ts'
import { readUnsubscribeToken } from './unsubscribe.ts'

/** Mail programs that open the one-click address as a page land on the page that asks; reading changes nothing. */
export const showUnsubscription = route({
  method: 'GET',
  path: '/unsubscriptions/{token}',
  summary: 'Lead to the page that ends e-mail',
  access: anyone('it only leads to a page'),
  media: 'text/html; charset=utf-8',
  output: z.instanceof(Buffer),
  handle: ({ params, platform, setHeader }) => {
    if (!readUnsubscribeToken(platform, params.token)) refuseCommon('not_found')
    const page = `/unsubscribe#${params.token}`
    setHeader('Refresh', `0; url=${page}`)
    return Buffer.from(
      `<!doctype html><html lang="en"><title>Stop these letters</title><p><a href="${page}">Go on to stop these letters</a></p></html>`,
    )
  },
})
