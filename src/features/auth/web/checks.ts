/** What can be said about a typed address before the server sees it. */
export function checkEmail(email: string): string | undefined {
  if (email.trim() === '') return 'Enter your e-mail address.'
  return /^\S+@\S+$/.test(email.trim()) ? undefined : 'An e-mail address looks like name@example.com.'
}

/** What can be said about a chosen password before the server judges it. */
export function checkNewPassword(password: string, minimum: number): string | undefined {
  if (password === '') return 'Choose a password.'
  return [...password.normalize('NFC')].length < minimum ? `Choose at least ${minimum} characters.` : undefined
}
