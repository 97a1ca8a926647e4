import { type Static, Type } from 'typebox'
import { endpoint } from './endpoint.ts'
import { count, list, nullable, shape, text, time } from './shapes.ts'

const exact = { additionalProperties: false } as const

/** IANA name, such as `America/New_York`. */
export const TimeZoneSchema = Type.String({ minLength: 1, maxLength: 64, description: 'IANA name.' })

export const InstallationSchema = shape(
  {
    timeZone: nullable(text(), {
      description: 'Zone of new flows, and of times that belong to no flow; null until an administrator chooses one.',
    }),
    version: text('Of the server.'),
    canMail: Type.Boolean({ description: 'Whether alerts go out by e-mail: PATCHBAY_SMTP_URL is set.' }),
  },
  { title: 'Installation' },
)
export type Installation = Static<typeof InstallationSchema>

export const ChangeInstallationSchema = Type.Object({ timeZone: TimeZoneSchema }, exact)
export type ChangeInstallation = Static<typeof ChangeInstallationSchema>

const HourSchema = shape(
  {
    at: time('When the hour begins.'),
    received: count('Messages that contacts sent.'),
    sent: count('Messages that flows and people sent.'),
    runs: count('Runs that started.'),
    failed: count('Those of them that failed.'),
    caught: count('Those of them that succeeded after a failure that On Failure caught.'),
    opened: count('Conversations that were opened, anew or again.'),
    closed: count('Conversations that were closed.'),
  },
  { title: 'HourOfToday' },
)
export type HourOfToday = Static<typeof HourSchema>

const TroubledAccountSchema = shape({
  id: text(),
  name: text(),
  state: Type.Enum(['failing', 'refused', 'withdrawn', 'marked', 'undelivered', 'calls-refused'], {
    description:
      '`failing`, `refused`, `withdrawn`: it gets no access, as of its connection. `marked`: it needs attention, and says ' +
      'why. `undelivered`: the last five messages of a day that it sent reached nobody. `calls-refused`: what its ' +
      'service sends is refused, and nothing else came.',
  }),
})
export type TroubledAccount = Static<typeof TroubledAccountSchema>

export const TodaySchema = shape(
  {
    hours: list(HourSchema, { description: 'The hours of today, with those to come, in the zone that was asked for.' }),
    accounts: list(TroubledAccountSchema, { description: 'Accounts in trouble, by name, at most ten.' }),
    until: time('When this was counted; counts are read anew every few seconds at most.'),
  },
  { title: 'Today' },
)
export type Today = Static<typeof TodaySchema>

export const TodayQuerySchema = Type.Object({ timeZone: TimeZoneSchema }, exact)

export const installationEndpoints = {
  get: endpoint({
    method: 'GET',
    path: '/api/installation',
    summary: 'Version and time zone of this Patchbay',
    answer: InstallationSchema,
  }),
  change: endpoint({
    method: 'PUT',
    path: '/api/installation',
    summary: 'Choose the time zone of this Patchbay',
    description: 'Flows that are there keep the zone that they have.',
    body: ChangeInstallationSchema,
    answer: InstallationSchema,
    errors: ['INVALID_INPUT'],
  }),
  today: endpoint({
    method: 'GET',
    path: '/api/today',
    summary: 'Messages, conversations and runs of today by the hour, and accounts in trouble',
    query: TodayQuerySchema,
    answer: TodaySchema,
    errors: ['INVALID_INPUT'],
  }),
}
