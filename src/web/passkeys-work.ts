/** Whether this browser can use passkeys here at all. Not on plain HTTP from another machine: browsers refuse it there. */
export const passkeysWork = (): boolean => typeof window.PublicKeyCredential === 'function'
