import type { AddressInfo, Socket } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** How the server treats one try to hand over a letter. */
export type Treatment =
  | 'takes'
  | 'defers recipient'
  | 'refuses recipient'
  | 'defers letter'
  | 'refuses letter'
  | 'refuses sender'
  | 'hangs after data'
  | 'drops after data'

/** A real SMTP server with faults to order. */
export interface FaultyServer {
  url: string
  /** Decides at each step of a try; `takes` everything unless told. The subject is known once the letter has arrived. */
  treat: (recipient: string, subject?: string) => Treatment
  /** Letters are taken, but answered only when this is fulfilled. */
  pause: Promise<void>
  /** Every fault that was met, in order. */
  met: Treatment[]
  /** Every letter that arrived completely, whether or not the server said so. */
  arrived: ParsedMail[]
  subjectsFor(recipient: string): string[]
  /** Stops listening: connections are refused. */
  down(): Promise<void>
  up(): Promise<void>
}

const answers: Partial<Record<Treatment, [code: number, says: string]>> = {
  'defers recipient': [450, '4.2.1 try again later'],
  'refuses recipient': [550, '5.1.1 no such user here'],
  'defers letter': [451, '4.7.1 greylisted'],
  'refuses letter': [554, '5.7.1 looks like spam'],
  'refuses sender': [530, '5.7.0 authenticate first'],
}

const answerTo = (stage: string, treatment: Treatment, met: Treatment[]): Error | null => {
  const answer = treatment.endsWith(stage) ? answers[treatment] : undefined
  if (answer) met.push(treatment)
  return answer ? Object.assign(new Error(answer[1]), { responseCode: answer[0] }) : null
}

/** Starts one; timeouts are short, so that hanging does not take long. */
export async function faultyServer(): Promise<FaultyServer> {
  const sockets = new Set<Socket>()
  const arrived: ParsedMail[] = []
  let port = 0
  const open = async () => {
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onMailFrom: (_address, _session, done) => done(answerTo('sender', self.treat(''), self.met)),
      onRcptTo: ({ address }, _session, done) => done(answerTo('recipient', self.treat(address), self.met)),
      async onData(stream, session, done) {
        // A client that dies in the middle of a letter has sent none.
        const letter = await simpleParser(stream).catch(() => null)
        if (!letter) return
        const treatment = self.treat(session.envelope.rcptTo[0]?.address ?? '', letter.subject)
        const refusal = answerTo('letter', treatment, self.met)
        if (!refusal) arrived.push(letter)
        await self.pause
        if (treatment === 'hangs after data' || treatment === 'drops after data') self.met.push(treatment)
        if (treatment === 'hangs after data') return
        if (treatment === 'drops after data') for (const socket of sockets) socket.destroy()
        else done(refusal)
      },
    })
    smtp.on('error', () => {}) // connections that we cut ourselves
    smtp.server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    })
    await new Promise<void>((resolve) => smtp.listen(port, '127.0.0.1', resolve))
    port = (smtp.server.address() as AddressInfo).port
    return smtp
  }
  let smtp: SMTPServer | null = null
  const self: FaultyServer = {
    url: '',
    treat: () => 'takes',
    pause: Promise.resolve(),
    met: [],
    arrived,
    subjectsFor: (recipient) =>
      arrived.filter((letter) => to(letter) === recipient).map((letter) => letter.subject ?? ''),
    async up() {
      smtp = await open()
    },
    async down() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => (smtp ? smtp.close(() => resolve()) : resolve()))
    },
  }
  await self.up()
  self.url = `smtp://127.0.0.1:${port}?socketTimeout=1500`
  return self
}

const to = ({ to }: ParsedMail): string => [to].flat()[0]?.value[0]?.address ?? ''
