import type {
  ConsentAnswers,
  ConsentImport,
  ConsentResource,
  ConsentSource,
  ConsentState,
  ImportConsent,
  Page,
  QuietHours,
  SetConsent,
  SetQuietHours,
} from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { ChannelKinds } from '../messaging/channel-kinds.ts'
import type { Consent } from '../messaging/consent/consent.ts'
import type { ConsentChange, ConsentRepository } from '../messaging/consent/consent-repository.ts'
import { readContactPoint } from '../messaging/read-contact-point.ts'
import { contactPointId } from '../store/messages/contact-point-id.ts'
import { uuidv7 } from '../store/uuid.ts'
import { consentCsv } from './consent-csv.ts'
import { readConsentImport } from './consent-import.ts'
import type { PageRequest } from './page.ts'

interface ConsentFilter {
  readonly search?: string | undefined
  readonly state?: ConsentState | undefined
}

/** Who may be written to, as people see and change it. */
export interface Consents {
  /** What holds now. */
  list(filter: ConsentFilter, page: PageRequest): Promise<Page<ConsentResource>>
  log(filter: ConsentFilter, page: PageRequest): Promise<Page<ConsentResource>>
  /** @throws AppError INVALID_INPUT */
  set(change: SetConsent, by: string): Promise<ConsentResource>
  /** Records nothing while a line is wrong. After a failure of the database, import the file again. @throws AppError INVALID_INPUT when the file as a whole cannot be used */
  import(given: ImportConsent, by: string): Promise<ConsentImport>
  csv(of: 'now' | 'log'): AsyncIterable<Buffer>
  quietHours(): Promise<QuietHours>
  /** @throws AppError INVALID_INPUT */
  setQuietHours(change: SetQuietHours): Promise<QuietHours>
  readonly answers: {
    get(): Promise<ConsentAnswers>
    set(answers: ConsentAnswers): Promise<ConsentAnswers>
  }
}

export interface ConsentsOptions {
  readonly consents: ConsentRepository
  readonly consent: Pick<Consent, 'optedOut' | 'answers' | 'quietHours'>
  readonly kinds: ChannelKinds
  readonly now: () => Date
}

export function createConsents({ consents, consent, kinds, now }: ConsentsOptions): Consents {
  function toResource({
    id,
    channel,
    contact,
    accountId,
    address,
    state,
    at,
    source,
    detail,
  }: ConsentChange): ConsentResource {
    const shown = kinds.get(channel)?.show(contact) ?? contact
    return { id, channel, contact, accountId, shown, address, state, at: at.toISOString(), source, detail }
  }

  /** @throws AppError INVALID_INPUT */
  function changeOf(given: SetConsent, source: ConsentSource, detail: string): ConsentChange {
    const { channel, contact: written, address: ours = '', accountId: account, state } = given
    const point = readContactPoint(kinds, { channel, value: written, accountId: account }, (place, message) =>
      invalid(place === 'value' ? 'contact' : place, message),
    )
    const address = ours.trim() === '' ? '' : kinds.get(channel)?.normalise(ours, 'person')
    if (address === undefined) throw invalid('address', 'This is no address of the channel.')
    const at = now()
    const { accountId, value: contact } = point
    const place = { contactPointId: contactPointId(point), accountId, channel, contact }
    return { id: uuidv7(at), at, ...place, address, state, source, detail }
  }

  async function read(of: 'list' | 'log', filter: ConsentFilter, page: PageRequest): Promise<Page<ConsentResource>> {
    const { state, search: given = '' } = filter
    const search = given.trim()
    const { items, next } = await consents[of]({
      ...page,
      ...(state === undefined ? {} : { state }),
      ...(search === '' ? {} : { search }),
    })
    return { items: items.map(toResource), next }
  }

  return {
    list: (filter, page) => read('list', filter, page),
    log: (filter, page) => read('log', filter, page),
    async set(given, by) {
      const change = changeOf(given, 'person', by)
      await consents.record([change])
      await consent.optedOut.refresh()
      return toResource(change)
    },
    async import({ csv, check = false }, by) {
      const { changes, found } = readConsentImport(csv, (given) => changeOf(given, 'import', by))
      const isImported = !check && found.wrongLines === 0
      if (isImported) {
        // What was recorded before a failure counts at once.
        await consents.record(changes).finally(() => consent.optedOut.refresh())
      }
      return { ...found, isImported }
    },
    csv: (of) => consentCsv((page) => read(of === 'log' ? 'log' : 'list', {}, page)),
    quietHours: consent.quietHours.get,
    async setQuietHours(change) {
      const { channel, hours } = change
      if (kinds.get(channel)?.zonesOf === undefined) throw invalid('channel', 'This channel has no quiet hours.')
      if (hours !== null && hours.from === hours.to) throw invalid('hours', 'They begin and end at the same time.')
      return await consent.quietHours.set(change)
    },
    answers: consent.answers,
  }
}

function invalid(path: string, message: string): AppError {
  return new AppError('INVALID_INPUT', `${path}: ${message}`, { errors: [{ path, message }] })
}
