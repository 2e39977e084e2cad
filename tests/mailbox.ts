import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** A letter as a mailbox received it. */
export interface ReceivedLetter {
  to: string
  subject: string
  text: string
  html: string
  raw: ParsedMail
  /** The secret in the fragment of the link to this page; throws when the letter has no such link. */
  token(page: string): string
}

/** A real SMTP server that keeps what it receives. */
export interface Mailbox {
  url: string
  /** Everything received for an address, oldest first. */
  to(email: string): ReceivedLetter[]
  all(): ReceivedLetter[]
  /** From now on letters are taken and not answered, until {@link release}. */
  hold(): void
  release(): void
  /** How many wait for their answer. */
  readonly holding: number
  close(): Promise<void>
}

/** Starts one on a free loopback port. */
export async function openMailbox(): Promise<Mailbox> {
  const received: ReceivedLetter[] = []
  let held: (() => void)[] | null = null
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    async onData(stream, session, done) {
      const raw = await simpleParser(stream).catch(() => null)
      if (!raw) return done(new Error('the sender went away in the middle of a letter'))
      for (const { address } of session.envelope.rcptTo) received.push(letterOf(address, raw))
      if (held) held.push(done)
      else done()
    },
  })
  server.on('error', () => {}) // a sender that was killed breaks its connection
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    to: (email) => received.filter((letter) => letter.to === email),
    all: () => [...received],
    hold: () => {
      held ??= []
    },
    release: () => {
      const waiting = held ?? []
      held = null
      for (const done of waiting) done()
    },
    get holding() {
      return held?.length ?? 0
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function letterOf(to: string, raw: ParsedMail): ReceivedLetter {
  const text = raw.text ?? ''
  return {
    to,
    subject: raw.subject ?? '',
    text,
    html: raw.html || '',
    raw,
    token(page) {
      const found = new RegExp(`${page}#([\\w-]+)`).exec(text)?.[1]
      if (!found) throw new Error(`“${raw.subject}” has no link to ${page}:\n${text}`)
      return found
    },
  }
}
