import type { Platform } from '../platform.ts'
import { type Check, checkNames, type Finding, fail } from './check.ts'
import { checkClock } from './clock-check.ts'
import { checkDatabase } from './database-check.ts'
import { checkDisk } from './disk-check.ts'
import { checkJobs } from './jobs-check.ts'
import { checkKeys } from './keys-check.ts'
import { checkMail } from './mail-check.ts'
import { checkPublicAddress } from './public-address-check.ts'

const checks: Record<Check['name'], (platform: Platform) => Finding | Promise<Finding>> = {
  database: checkDatabase,
  mail: checkMail,
  clock: checkClock,
  disk: checkDisk,
  'public address': checkPublicAddress,
  keys: checkKeys,
  jobs: checkJobs,
}

/** Looks at everything the installation stands on. Never throws: a check that cannot be made is a finding itself. */
export async function runChecks(platform: Platform): Promise<Check[]> {
  return Promise.all(
    checkNames.map(async (name) => {
      try {
        return { name, ...(await checks[name](platform)) }
      } catch (error) {
        return {
          name,
          ...fail(
            `This could not be checked: ${(error as Error).message}.`,
            'Mend the database first, then look again.',
          ),
        }
      }
    }),
  )
}
