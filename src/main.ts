import { StartupFault } from '#platform/fault.ts'

/** One command of `aegisrunner`: what it is for, and how it runs (loaded only when asked for). */
interface Command {
  says: string
  run(args: string[]): Promise<void>
}

const commands: Record<string, Command> = {
  serve: {
    says: 'start the server (and the worker, unless --no-worker)',
    run: async (args) => (await import('./commands/serve.ts')).serve(args),
  },
  worker: { says: 'start a worker only', run: async () => (await import('./commands/worker.ts')).worker() },
  migrate: {
    says: 'bring the database to this version',
    run: async () => (await import('./commands/migrate.ts')).migrate(),
  },
  backup: {
    says: '<file>: write everything the database holds into one file, while the app runs',
    run: async (args) => (await import('./commands/backup.ts')).backup(args),
  },
  restore: {
    says: '<file>: put a backup into an empty database',
    run: async (args) => (await import('./commands/restore.ts')).restore(args),
  },
  ci: {
    says: 'run|crawl|status: from a pipeline, start tests or a crawl and wait for the end',
    run: async (args) => (await import('./commands/ci.ts')).ci(args),
  },
  doctor: {
    says: 'check database, mail, clock, disk, public address and keys',
    run: async () => (await import('./commands/doctor.ts')).doctor(),
  },
  keys: {
    says: 'rotate: seal every stored secret with a new master key, while the app runs',
    run: async (args) => (await import('./commands/keys.ts')).keys(args),
  },
  audit: {
    says: 'verify <export.ndjson>: check an exported audit log, offline',
    run: async (args) => (await import('./commands/audit.ts')).audit(args),
  },
  admin: {
    says: 'reset-password|reset-2fa|end-sessions|hand-over <e-mail>: help one person, or hand the installation over',
    run: async (args) => (await import('./commands/admin.ts')).admin(args),
  },
}

/** The command line. A {@link StartupFault} is one plain sentence and exit code 1; anything else is a bug and keeps its stack. */
export async function main([name = 'serve', ...args]: string[]): Promise<void> {
  const command = commands[name]
  if (!command) {
    const list = Object.entries(commands).map(([known, { says }]) => `  aegisrunner ${known.padEnd(9)} ${says}`)
    process.stderr.write(`Usage:\n${list.join('\n')}\n`)
    process.exitCode = name === 'help' || name === '--help' ? 0 : 1
    return
  }
  try {
    await command.run(args)
  } catch (error) {
    process.stderr.write(error instanceof StartupFault ? `${error.message}\n` : `${(error as Error).stack}\n`)
    process.exit(1)
  }
}
