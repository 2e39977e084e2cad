import { anyone } from '#access/guard.ts'
import { keyPattern } from '#access/key-format.ts'
import { route } from '#platform/http/route.ts'
import { KeyFormat } from './contract.ts'

/** How keys look and where to report one that leaked, for scanners of repositories and logs. */
export const showKeyFormat = route({
  method: 'GET',
  path: '/key-format',
  summary: 'Show how API keys look',
  access: anyone('scanners must know the form; it tells nothing about any key'),
  output: KeyFormat,

  handle({ platform: { config } }) {
    return {
      pattern: keyPattern,
      checksum:
        'The last six characters are the CRC-32 of all before them, in base 62 (digits, capitals, small letters).',
      report: `${config.publicUrl}/api/v1/leaked-keys`,
    }
  },
})
