import type { Config } from '#platform/config.ts'

/** What authenticators show as the name of this site. */
export const siteName = 'AegisRunner'

/** Which site passkeys belong to: the host of the configured public address, never one a request names. */
export const siteId = (config: Config): string => new URL(config.publicUrl).hostname

/** The key types that are accepted, the wished one first: EdDSA, ES256, RS256 (COSE numbers). */
export const keyTypes = [-8, -7, -257]
