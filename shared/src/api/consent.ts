import { type Static, Type } from 'typebox'
import { clockTimePattern } from '../time/index.ts'
import { endpoint, raw } from './endpoint.ts'
import { page, pageQuery } from './page.ts'
import { count, list, nullable, shape, text, time } from './shapes.ts'

const exact = { additionalProperties: false } as const

const state = Type.Enum(['out', 'in'], {
  description: '`out`: nothing is sent to the contact. `in`: messages are sent.',
})
export type ConsentState = Static<typeof state>

const source = Type.Enum(['word', 'person', 'import', 'carrier', 'flow'])
export type ConsentSource = Static<typeof source>

export const ConsentResourceSchema = shape(
  {
    id: text(),
    channel: text(),
    contact: text(),
    accountId: text(
      'The account within which `contact` means something. Empty where it means the same in all of them.',
    ),
    shown: text('`contact` as people read it.'),
    address: text('The address of ours that it is about. Empty: all of them.'),
    state,
    at: time('When this was recorded.'),
    source,
    detail: text('The word that the contact sent, the name of the person or of the flow, or what the carrier said.'),
  },
  { title: 'Consent' },
)
export type ConsentResource = Static<typeof ConsentResourceSchema>

export const SetConsentSchema = Type.Object(
  {
    channel: Type.String({ minLength: 1, maxLength: 64, description: 'Id of a channel, such as `sms`.' }),
    contact: Type.String({ minLength: 1, maxLength: 200, description: 'As people write it.' }),
    address: Type.Optional(
      Type.String({ maxLength: 200, description: 'One of our addresses. Absent or empty: all of them.' }),
    ),
    accountId: Type.Optional(
      Type.String({ maxLength: 64, description: 'On channels where a contact has another id in each account.' }),
    ),
    state,
  },
  exact,
)
export type SetConsent = Static<typeof SetConsentSchema>

export const ImportConsentSchema = Type.Object(
  {
    csv: Type.String({
      minLength: 1,
      maxLength: 900_000,
      description:
        'Lines with the columns `contact` and `state` (`out` or `in`), and if wanted `channel` (default `sms`), ' +
        '`address` and `accountId`, named in the first line. Others are left aside, so an export can be imported.',
    }),
    check: Type.Optional(Type.Boolean({ description: 'Only says what an import would do.' })),
  },
  exact,
)
export type ImportConsent = Static<typeof ImportConsentSchema>

export const ConsentImportSchema = shape(
  {
    optOuts: count('Lines that opt a contact out.'),
    optIns: count('Lines that opt a contact in.'),
    isImported: Type.Boolean({ description: 'False for a check, and when a line is wrong: then nothing is imported.' }),
    errors: list(shape({ line: count('From 1, the line with the names.'), message: text() }), {
      description: 'What is wrong, of the first 100 such lines.',
    }),
    wrongLines: count('How many lines are wrong.'),
  },
  { title: 'ConsentImport' },
)
export type ConsentImport = Static<typeof ConsentImportSchema>

const answer = Type.String({ maxLength: 1000, description: 'Empty: nothing is answered.' })
export const ConsentAnswersSchema = Type.Object(
  { out: answer, in: answer, help: answer },
  { ...exact, title: 'ConsentAnswers' },
)
/** What is answered to STOP, START and HELP. */
export type ConsentAnswers = Readonly<Static<typeof ConsentAnswersSchema>>

const clockTime = Type.String({ ...clockTimePattern, description: 'Such as `21:00`.' })
const hours = nullable(Type.Object({ from: clockTime, to: clockTime }, exact), {
  description: 'From and to, on the clocks of the contact. Null: there are none.',
})
const QuietHoursOfChannelSchema = shape({ channel: text(), title: text(), hours })
export type QuietHoursOfChannel = Static<typeof QuietHoursOfChannelSchema>
export const QuietHoursSchema = shape({ channels: list(QuietHoursOfChannelSchema) }, { title: 'QuietHours' })
/** The hours in which what flows send by themselves waits, by channel. */
export type QuietHours = Static<typeof QuietHoursSchema>
export const SetQuietHoursSchema = Type.Object(
  { channel: Type.String({ minLength: 1, maxLength: 64, description: 'Id of a channel, such as `sms`.' }), hours },
  exact,
)
export type SetQuietHours = Static<typeof SetQuietHoursSchema>

const filter = {
  search: Type.Optional(Type.String({ maxLength: 200, description: 'A part of the contact.' })),
  state: Type.Optional(state),
}
const ListQuerySchema = Type.Object({ ...pageQuery, ...filter }, exact)

export const consentEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/consent',
    summary: 'Contacts who have opted out or in, latest change first',
    query: ListQuerySchema,
    answer: page(ConsentResourceSchema),
  }),
  set: endpoint({
    method: 'PUT',
    path: '/api/consent',
    summary: 'Opt a contact out or in',
    description: 'Opting in for all addresses also lifts what was said about a single one.',
    body: SetConsentSchema,
    answer: ConsentResourceSchema,
    errors: ['INVALID_INPUT'],
  }),
  log: endpoint({
    method: 'GET',
    path: '/api/consent/log',
    summary: 'Every change of consent that was ever recorded, latest first',
    query: ListQuerySchema,
    answer: page(ConsentResourceSchema),
  }),
  export: endpoint({
    method: 'GET',
    path: '/api/consent/export',
    summary: 'Consent as CSV: what holds now, or the log',
    query: Type.Object({ of: Type.Optional(Type.Enum(['now', 'log'], { description: 'Default: `now`.' })) }, exact),
    answer: raw('text/csv'),
  }),
  import: endpoint({
    method: 'POST',
    path: '/api/consent/import',
    summary: 'Import consent from CSV; while a line is wrong, nothing is imported',
    body: ImportConsentSchema,
    answer: ConsentImportSchema,
    errors: ['INVALID_INPUT'],
  }),
  answers: endpoint({
    method: 'GET',
    path: '/api/consent/answers',
    summary: 'What is answered to STOP, START and HELP',
    answer: ConsentAnswersSchema,
  }),
  quietHours: endpoint({
    method: 'GET',
    path: '/api/consent/quiet-hours',
    summary: 'In which hours messages of flows wait, by channel; answers to a contact who has just written do not',
    answer: QuietHoursSchema,
  }),
  setQuietHours: endpoint({
    method: 'PUT',
    path: '/api/consent/quiet-hours',
    summary: 'Change the quiet hours of a channel',
    body: SetQuietHoursSchema,
    answer: QuietHoursSchema,
    errors: ['INVALID_INPUT'],
  }),
  setAnswers: endpoint({
    method: 'PUT',
    path: '/api/consent/answers',
    summary: 'Change what is answered to STOP, START and HELP',
    body: ConsentAnswersSchema,
    answer: ConsentAnswersSchema,
  }),
}
