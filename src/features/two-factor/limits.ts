/** Authenticator apps one person may have. */
export const mostAuthenticators = 5

/** Backup codes made at a time, and how few are left when it is time for new ones. */
export const backupCodeCount = 10
export const fewBackupCodes = 3
