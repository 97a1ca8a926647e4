/** One environment variable: its name, its meaning and its default. */
export interface Setting {
  readonly name: string
  /** The default, as the docs print it. */
  readonly fallback: string
  readonly description: string
}

/** Every setting of a Patchbay process, in the order of docs/settings.md. A test compares the two. */
export const settings = [
  {
    name: 'PATCHBAY_HOST',
    fallback: '127.0.0.1',
    description: 'Address to listen on. `0.0.0.0` or `::` opens it to the network.',
  },
  { name: 'PATCHBAY_PORT', fallback: '3000', description: 'Port to listen on; `0` picks a free one and prints it.' },
  {
    name: 'PATCHBAY_PUBLIC_URL',
    fallback: 'the listening address',
    description:
      'Address under which browsers and outside services reach this server, such as `https://patchbay.example.com`.',
  },
  {
    name: 'PATCHBAY_DATA_DIR',
    fallback: './data',
    description: 'Folder of the embedded database and the key file. One process at a time.',
  },
  {
    name: 'PATCHBAY_DATABASE_URL',
    fallback: 'the embedded database',
    description:
      'A Postgres (15 or newer) instead of the embedded database: `postgres://user:password@host:5432/name`.',
  },
  {
    name: 'PATCHBAY_SECRET_KEY',
    fallback: 'a key file in the data folder',
    description:
      'Seals stored secrets and signs sessions; at least 32 characters. Needed with `PATCHBAY_DATABASE_URL` when several servers share the database.',
  },
  {
    name: 'PATCHBAY_API_TOKEN',
    fallback: 'none',
    description:
      'An Administrator token for programs; at least 20 characters. Sent as `Authorization: Bearer <token>`.',
  },
  {
    name: 'PATCHBAY_ADMIN_EMAIL',
    fallback: 'none',
    description: 'E-mail of the first administrator, made at the first start. Without it the first visit asks for one.',
  },
  {
    name: 'PATCHBAY_ADMIN_PASSWORD',
    fallback: 'none',
    description: 'Password of the first administrator; 10 to 128 characters.',
  },
  {
    name: 'PATCHBAY_EGRESS_ALLOW',
    fallback: 'none',
    description:
      'Comma-separated hosts, `host:port` or CIDR ranges that outside calls may reach although they are private.',
  },
  {
    name: 'PATCHBAY_SERVICE_URLS',
    fallback: 'their own addresses',
    description:
      'Where outside services are called instead of at their own addresses, such as a test system or a proxy: comma-separated `integration.name=https://host/path`. A wrong name stops the start with the list of all names. Private addresses have to be in `PATCHBAY_EGRESS_ALLOW` besides.',
  },
  {
    name: 'PATCHBAY_MAX_CONCURRENT_RUNS',
    fallback: '256',
    description:
      'Runs that execute at the same time in this process; further ones wait, stored. The limit is lower while the process is saturated.',
  },
  {
    name: 'PATCHBAY_QUEUE_LIMIT',
    fallback: '10000',
    description:
      'Accepted runs that may wait in this process; past it triggers answer 429. The limit is six tenths of this while the process is saturated, so that accepted runs start as soon as usual.',
  },
  {
    name: 'PATCHBAY_RETENTION_DAYS',
    fallback: '30',
    description: 'Days that finished runs, their steps, messages and files are kept; see docs/operations.md.',
  },
  {
    name: 'PATCHBAY_MEDIA_LIMIT_MB',
    fallback: '1024',
    description:
      'Most MiB of files of messages in the database, all together, at least 16. When they are more, the oldest are dropped; see docs/media.md.',
  },
  {
    name: 'PATCHBAY_HOLD_TEXTS_SECONDS',
    fallback: '3600',
    description: 'How long a text to a paused flow is held for a resume. After that it ends without an answer.',
  },
  {
    name: 'PATCHBAY_ROLES',
    fallback: 'intake,worker,designer',
    description:
      'What this process does: `intake` takes events at triggers and webhooks, `worker` runs flows, `designer` serves the designer and its API. See docs/scaling.md.',
  },
  {
    name: 'PATCHBAY_TRUSTED_PROXIES',
    fallback: 'none',
    description:
      'Comma-separated addresses or CIDR ranges of proxies whose `X-Forwarded-For` is believed, for limits that count by client.',
  },
  {
    name: 'PATCHBAY_ON_FAILURE_URL',
    fallback: 'none',
    description:
      'Address that gets a POST for the first failed run of a flow in an hour and when many runs fail. Flows may name their own.',
  },
  {
    name: 'PATCHBAY_ON_FAILURE_FLOW',
    fallback: 'none',
    description: 'Id of a flow with an Inbound API trigger that is told the same.',
  },
  {
    name: 'PATCHBAY_ON_FAILURE_EMAIL',
    fallback: 'none',
    description: 'E-mail address that is told the same, where a mail server is set.',
  },
  {
    name: 'PATCHBAY_SMTP_URL',
    fallback: 'none',
    description:
      'Mail server for alerts by e-mail, such as `smtp://user:password@mail.example.com:587`, or `smtps://` for one that encrypts from the first byte.',
  },
  {
    name: 'PATCHBAY_SMTP_FROM',
    fallback: 'none',
    description: 'Address that e-mail comes from. Needed where `PATCHBAY_SMTP_URL` is set.',
  },
  {
    name: 'PATCHBAY_LOG_LEVEL',
    fallback: 'info',
    description:
      'Least severe log line that is written: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`. The log goes to standard error as JSON lines.',
  },
] as const satisfies readonly Setting[]

export type SettingName = (typeof settings)[number]['name']
