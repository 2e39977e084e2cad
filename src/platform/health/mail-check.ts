import { seconds } from '../clock.ts'
import { mailFailure } from '../mail/refusal.ts'
import { isVerified, tryConnection } from '../mail/transport.ts'
import type { Platform } from '../platform.ts'
import { type Finding, fail, ok, warn } from './check.ts'
import { outboxFacts } from './queries.ts'

const patience = seconds(5)

/** Letters can be handed over: the mail server answers, takes the login, and no letter was given up. */
export async function checkMail({ config, db }: Platform): Promise<Finding> {
  const { held, failed } = await outboxFacts(db)
  if (!config.SMTP_URL) {
    return warn(
      `There is no mail server; ${letters(held)} held for the operator to read or send.`,
      'Set SMTP_URL and MAIL_FROM.',
    )
  }
  const { host, hostname } = new URL(config.SMTP_URL)
  try {
    await tryConnection(config.SMTP_URL, patience)
  } catch (error) {
    return fail(
      `The mail server ${host} cannot be used: ${mailFailure(error).says}.`,
      mendOf((error as { code?: string }).code),
    )
  }
  const says = `The mail server ${host} answers${isVerified(config.SMTP_URL) ? ' over verified TLS' : ''}`
  if (failed + held > 0)
    return warn(`${says}; ${letters(failed + held)} not sent.`, 'See the outbox for the reasons, and send them again.')
  if (!isVerified(config.SMTP_URL) && !isHere(hostname)) {
    return warn(
      `${says}, but links travel there without verified encryption.`,
      'Use smtps://, or add ?requireTLS=true to SMTP_URL.',
    )
  }
  return ok(`${says}.`)
}

const letters = (count: number): string => (count === 1 ? 'one letter is' : `${count} letters are`)

const isHere = (hostname: string): boolean => /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname)

function mendOf(code: string | undefined): string {
  if (code === 'EAUTH') return 'Check the user and password in SMTP_URL.'
  if (code === 'ETLS' || code === 'ESOCKET')
    return 'Check that SMTP_URL says smtps:// for port 465 and smtp:// for others, and that the certificate is trusted (NODE_EXTRA_CA_CERTS).'
  return 'Check host and port in SMTP_URL, and that a firewall lets this machine through.'
}
