import { z } from 'zod'

/** One environment variable: what it means (for the README's table), how it is read, whether it may come from a file named by `<NAME>_FILE`. */
export interface Setting<T extends z.ZodType = z.ZodType> {
  means: string
  shape: T
  secret?: boolean
  shownDefault?: string
}

const setting = <T extends z.ZodType>(
  means: string,
  shape: T,
  more: { secret?: boolean; shownDefault?: string } = {},
) => ({
  means,
  shape,
  ...more,
})

const whole = (min: number, max: number) => z.coerce.number({ error: 'must be a whole number' }).int().min(min).max(max)
const flag = z.enum(['on', 'off'], { error: 'must be on or off' }).transform((v) => v === 'on')
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an address such as https://aegis.example.com' })
// Blank is not "not given": a secret somebody meant to set and did not must stop the start (V140).
const nonBlank = (shape: RegExp, error: string) => z.string().regex(shape, error)
const list = z.string().transform((v) =>
  v
    .split(',')
    .map((s) => s.trim())
    .filter(Boolean),
)
const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must look like postgres://user:password@host/database',
})
const key32 = z
  .string()
  .refine(
    (v) => Buffer.from(v, 'base64').length === 32,
    'must be 32 bytes in base64 (make one with: openssl rand -base64 32)',
  )

/** Every environment variable the program reads, in the order the README shows them. */
export const settings = {
  PORT: setting('Port to listen on', whole(1, 65535).default(3000)),
  HOST: setting('Address to listen on; `0.0.0.0` for all', z.string().min(1).default('localhost')),
  PUBLIC_URL: setting(
    'The address people open; links in letters start with it. Required unless HOST is loopback',
    httpUrl.optional(),
    {
      shownDefault: '`http://localhost:<PORT>`',
    },
  ),
  TRUST_PROXY: setting(
    'How many proxies stand in front (a number), or their addresses (CIDR list)',
    z.string().default('0'),
  ),
  DATA_DIR: setting('Folder of the embedded database, the master key and files', z.string().min(1).default('./data')),
  DATABASE_URL: setting('An external PostgreSQL 14 or newer instead of the embedded one', postgresUrl.optional(), {
    secret: true,
  }),
  DATABASE_MIGRATION_URL: setting(
    'The owner’s login for migrations, when DATABASE_URL may not change tables',
    postgresUrl.optional(),
    {
      secret: true,
    },
  ),
  DATABASE_POOL: setting('Connections to the database per process', whole(2, 200).default(16)),
  AEGIS_MASTER_KEY: setting('Encrypts stored secrets; made in DATA_DIR when not given', key32.optional(), {
    secret: true,
    shownDefault: 'made on first start',
  }),
  AEGIS_MASTER_KEY_PREVIOUS: setting('The key before, while secrets are being re-encrypted', key32.optional(), {
    secret: true,
  }),
  SMTP_URL: setting(
    'Where mail goes, such as smtps://user:password@mail.example.com',
    z.url({ protocol: /^smtps?$/ }).optional(),
    {
      secret: true,
      shownDefault: 'none: letters are shown to the operator',
    },
  ),
  MAIL_FROM: setting('Sender of every letter', z.string().min(3).default('AegisRunner <no-reply@localhost>')),
  AEGIS_SIGNUP: setting(
    'Who may sign up: `open`, `invite` (only the invited) or `off`',
    z.enum(['open', 'invite', 'off']).default('open'),
  ),
  AEGIS_TRIAL_DAYS: setting('Days of trial for a new team; 0 switches it off', whole(0, 365).default(14)),
  AEGIS_PLANS: setting(
    'Which plans there are: `standard`, `selfhosted` (one plan, everything unlimited), or a JSON file with your own',
    z.string().min(1).default('standard'),
  ),
  AEGIS_PAYMENTS: setting(
    'Who takes payments: `practice` (test cards, no money moves), `stripe`, or `invoice` (by bank transfer; the operator marks invoices paid)',
    z.enum(['practice', 'stripe', 'invoice']).optional(),
    { shownDefault: '`stripe` where STRIPE_SECRET_KEY is given, else `practice`' },
  ),
  AEGIS_SELLER: setting(
    'Who issues invoices: name, address and tax number, lines parted by `|`',
    z.string().max(500).default('AegisRunner'),
  ),
  STRIPE_SECRET_KEY: setting(
    'Secret key of the Stripe account',
    nonBlank(/^[sr]k_\w+$/, 'must look like sk_live_…').optional(),
    {
      secret: true,
    },
  ),
  STRIPE_WEBHOOK_SECRET: setting(
    'Signing secret of the Stripe webhook to `<PUBLIC_URL>/api/v1/billing/webhooks/stripe`',
    nonBlank(/^whsec_\S{16,}$/, 'must look like whsec_… and be at least 16 characters').optional(),
    { secret: true },
  ),
  STRIPE_TAX: setting(
    'Let Stripe reckon tax and add it to prices; registrations are kept at Stripe',
    flag.default(false),
    { shownDefault: '`off`' },
  ),
  STRIPE_API_URL: setting('Another address of Stripe’s API, on this machine only; for tests', httpUrl.optional(), {
    shownDefault: 'Stripe’s own',
  }),
  AEGIS_PASSWORD_MIN: setting('Shortest password allowed, in characters', whole(8, 64).default(8)),
  AEGIS_SESSION_IDLE_DAYS: setting('A session ends after this many days without use', whole(1, 90).default(14)),
  AEGIS_SESSION_DAYS: setting('A session ends after this many days in any case', whole(1, 365).default(30)),
  AEGIS_ALLOW_PRIVATE_TARGETS: setting('May crawls and webhooks reach private addresses', flag.optional(), {
    shownDefault: '`on` only while PUBLIC_URL is loopback',
  }),
  AEGIS_OUTBOUND_ALLOW: setting('Private addresses (CIDR list) that may be reached all the same', list.default([]), {
    shownDefault: 'none',
  }),
  AEGIS_BROWSER: setting(
    'The Chromium or Chrome that crawls and runs tests (a path); the system’s, else the one that comes with the program',
    z.string().min(1).optional(),
    { shownDefault: 'found by itself' },
  ),
  AEGIS_BROWSERS: setting('How many crawls and runs one worker process does at the same time', whole(1, 32).default(2)),
  AEGIS_SLACK_CLIENT_ID: setting(
    'Client id of your Slack app, so that teams can connect a channel and people direct messages',
    z.string().min(1).optional(),
    { shownDefault: 'none: teams paste an incoming webhook' },
  ),
  AEGIS_SLACK_CLIENT_SECRET: setting('Client secret of that app', z.string().min(1).optional(), {
    secret: true,
    shownDefault: 'none',
  }),
  AEGIS_SLACK_URL: setting('Where Slack is, for GovSlack and tests', httpUrl.default('https://slack.com')),
  AEGIS_SLACK_WEBHOOK_HOSTS: setting(
    'Hosts that Slack’s incoming webhooks may have',
    list.default(['hooks.slack.com']),
    { shownDefault: '`hooks.slack.com`' },
  ),
  LOG_LEVEL: setting(
    'How much is logged',
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ),
  METRICS_PORT: setting('Serve Prometheus metrics on this port of their own', whole(1, 65535).optional(), {
    shownDefault: 'none',
  }),
  METRICS_TOKEN: setting('Or serve `/metrics` to whoever sends this bearer token', z.string().min(16).optional(), {
    secret: true,
  }),
} as const satisfies Record<string, Setting>

/** The parsed value of every setting. */
export type Values = { [K in keyof typeof settings]: z.output<(typeof settings)[K]['shape']> }
