import type { Page } from 'playwright-core'

/** How a pretended device keeps its passkeys. */
interface Keeping {
  /** Its passkeys may be copied to other devices. */
  mayBeCopied?: boolean
  /** A copy of them lies with their provider. */
  copied?: boolean
}

/** What can happen to a pretended device. */
interface Device {
  unlock(unlocked: boolean): Promise<unknown>
  /** How many passkeys it holds. */
  keys(): Promise<number>
  /** The provider makes its copy of them. */
  copy(): Promise<void>
  /** It leaves the page, and what it held is gone. */
  takeAway(): Promise<unknown>
}

/** A phone or computer that holds passkeys and is unlocked at once, as Chromium pretends it for tests. There is one in a page at a time. */
export async function withDevice(page: Page, { mayBeCopied = false, copied = false }: Keeping = {}): Promise<Device> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      defaultBackupEligibility: mayBeCopied,
      defaultBackupState: copied,
    },
  })
  const kept = async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials
  return {
    unlock: (isUserVerified) => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    keys: async () => (await kept()).length,
    copy: async () => {
      for (const { credentialId } of await kept())
        await cdp.send('WebAuthn.setCredentialProperties', { authenticatorId, credentialId, backupState: true })
    },
    takeAway: () => cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }),
  }
}

/** The card of the passkeys. */
export const passkeys = (page: Page) => page.locator('#passkeys')

/** Only the button asks for a passkey: this browser offers none in the list below the e-mail field. */
export const withoutOffers = (page: Page) =>
  page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false
  })
