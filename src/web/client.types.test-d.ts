import { api } from './client.ts'

// Checked by the compiler alone: each line marked as an error must be one, or `npm run check` fails.

export async function rightCalls(picture: Blob): Promise<string> {
  const account = await api.get('/account')
  await api.patch('/account', { body: { company: 'Acme', phone: null }, ifMatch: account.version })
  await api.put('/account/avatar', { raw: picture })
  await api.post('/account/email-verification')
  await api.get('/teams/{team}', { params: { team: 'team_1' } })
  const { state } = await api.post('/auth/sessions', { body: { email: 'ada@acme.test', password: 'x' } })
  state satisfies 'signed_in' | 'second_factor'
  // An instant is text in the browser.
  return account.createdAt
}

export async function wrongCalls(): Promise<void> {
  // @ts-expect-error no such path
  await api.get('/acount')
  // @ts-expect-error this path takes no DELETE
  await api.delete('/account')
  // @ts-expect-error no such field
  await api.patch('/account', { body: { fullname: 'Ada' } })
  // @ts-expect-error a name is text
  await api.patch('/account', { body: { fullName: 7 } })
  // @ts-expect-error the body is missing
  await api.post('/auth/sessions')
  // @ts-expect-error a part of the body is missing
  await api.post('/auth/sessions', { body: { email: 'ada@acme.test' } })
  // @ts-expect-error the path parameter is missing
  await api.get('/teams/{team}')
  // @ts-expect-error no such path parameter
  await api.get('/teams/{team}', { params: { id: 'team_1' } })
  // @ts-expect-error this path takes no body
  await api.delete('/account/avatar', { body: {} })
  const account = await api.get('/account')
  // @ts-expect-error the answer has no such field
  account.passwordHash
  // @ts-expect-error instants arrive as text
  account.createdAt.getTime()
}
