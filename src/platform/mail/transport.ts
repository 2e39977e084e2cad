import type { createTransport } from 'nodemailer'
import { type Duration, seconds } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Platform } from '../platform.ts'

/** A connection pool to the mail server. */
export type Transport = Awaited<ReturnType<typeof open>>

type Options = Exclude<Parameters<typeof createTransport>[0], string | undefined> & { pool: true }

const pools = new WeakMap<Platform, Promise<Transport>>()

/** The platform's one pool of connections to the mail server of SMTP_URL, opened on first use. */
export function transportOf(platform: Platform): Promise<Transport> {
  const known = pools.get(platform)
  if (known) return known
  const opened = open(platform.config)
  pools.set(platform, opened)
  return opened
}

/** Lets go of the mail server; the next letter would connect anew. */
export async function closeMail(platform: Platform): Promise<void> {
  const pool = pools.get(platform)
  pools.delete(platform)
  ;(await pool)?.close()
}

/** Whether letters reach the mail server only over TLS with a certificate that was checked. */
export function isVerified(smtpUrl: string): boolean {
  const { protocol, username, searchParams } = new URL(smtpUrl)
  return protocol === 'smtps:' || username !== '' || searchParams.get('requireTLS') === 'true'
}

/**
 * nodemailer's options. `smtps:` is TLS from the first byte and never less. `smtp:` takes STARTTLS when it is offered and demands it where a
 * password is sent. Without that demand the certificate is not checked: whoever could forge it could as well hide the offer.
 * Timeouts and the like may be set in the address, such as `?socketTimeout=60000`.
 */
export function smtpOptions(smtpUrl: string): Options {
  const verified = isVerified(smtpUrl)
  return {
    url: smtpUrl,
    pool: true,
    maxConnections: 4,
    // Only for connections that were closed before a byte of the letter went out; everything else is the job queue's affair.
    maxRequeues: 1,
    requireTLS: verified && new URL(smtpUrl).protocol === 'smtp:',
    tls: { rejectUnauthorized: verified, minVersion: 'TLSv1.2' },
    dnsTimeout: seconds(10),
    connectionTimeout: seconds(10),
    greetingTimeout: seconds(10),
    // Content filters think for a while after DATA; giving up on them means that the letter arrives twice.
    socketTimeout: seconds(30),
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

async function open({ SMTP_URL, MAIL_FROM }: Config) {
  if (!SMTP_URL) throw new Error('there is no SMTP_URL')
  const { createTransport } = await import('nodemailer')
  return createTransport(smtpOptions(SMTP_URL), {
    from: MAIL_FROM,
    // Out-of-office answers would go to a mailbox nobody reads (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  })
}

/** Connects and signs in, but sends nothing. Throws when that fails, or takes longer than `patience`. */
export async function tryConnection(smtpUrl: string, patience: Duration): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const bounded = {
    dnsTimeout: patience,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
  }
  const transport = createTransport({ ...smtpOptions(smtpUrl), ...bounded })
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patience / 1000} s`)), patience)
  })
  try {
    await Promise.race([transport.verify(), late])
  } finally {
    clearTimeout(timer)
    transport.close()
  }
}
