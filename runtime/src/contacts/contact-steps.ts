import { type Address, type ContactValue, contactLimits, isUuid, SMS_CHANNEL } from '@patchbay/shared/api'
import { idAsItCame } from '@patchbay/shared/bridges'
import { AppError, toAppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import type { ContactKey, ContactPort, ContactStep } from '../kit/contacts.ts'
import type { AddressOwner } from '../messaging/address-owners.ts'
import { type ChannelKinds, contactAccountOf } from '../messaging/channel-kinds.ts'
import { phoneOf } from '../messaging/channels/phone-of.ts'
import { contactPointId } from '../store/messages/contact-point-id.ts'
import type { ContactChange } from './change-contact.ts'
import type { ChangeAuthor, ContactChanges } from './contact-changes.ts'
import type { ContactRecord, PointRecord } from './contact-record.ts'
import type { ContactPlace, ContactRepository } from './contact-repository.ts'
import type { ContactFieldRepository } from './own-fields.ts'
import { readFields } from './read-fields.ts'

export interface ContactStepsOptions {
  readonly contacts: ContactRepository
  readonly fields: Pick<ContactFieldRepository, 'all'>
  readonly changes: ContactChanges
  readonly kinds: ChannelKinds
  readonly ownerOf: (address: Address) => Promise<AddressOwner | undefined>
}

/** What steps of runs do with contacts. */
export function createContactSteps({ contacts, fields, changes, kinds, ownerOf }: ContactStepsOptions): ContactPort {
  async function pointOf({ channel, contact: value, address }: Extract<ContactKey, { by: 'point' }>) {
    const owner = await ownerOf({ channel, value: address })
    return { channel, accountId: contactAccountOf(kinds.get(channel), owner?.accountId ?? ''), value }
  }

  /** Where a key says that a contact may be, the likeliest place first, and what a new contact has. */
  async function meaningOf(key: ContactKey): Promise<Meaning> {
    switch (key.by) {
      case 'id':
        return { places: isUuid(key.id) ? [{ id: key.id }] : [] }
      case 'external-id': {
        const { source, externalId } = key
        const isShort = source.length <= contactLimits.source && externalId.length <= contactLimits.externalId
        if (!isShort) return { places: [] }
        return { places: [{ source, externalId }], made: { externalIds: [{ source, externalId, url: null }] } }
      }
      case 'point': {
        const point = await pointOf(key)
        return { places: [{ pointId: contactPointId(point) }], made: { addPoints: [point] } }
      }
      case 'field': {
        const read = readFields(await fields.all(), { [key.key]: key.value })
        const value = read[key.key]
        if (value === null || value === undefined) return { places: [] }
        const number = key.key === 'phone' ? phoneOf(String(value)) : undefined
        const point = number === undefined ? [] : [{ channel: SMS_CHANNEL, accountId: '', value: number }]
        const places = point.map((one) => ({ pointId: contactPointId(one) }))
        return { places: [...places, { field: key.key, value }], made: { fields: read } }
      }
    }
  }

  /** What is read at the first place where there is a contact. */
  async function readFirst<Read>(
    key: ContactKey,
    read: (place: ContactPlace) => Promise<Read | undefined>,
  ): Promise<Read | undefined> {
    const { places } = await meaningOf(key)
    for (const place of places) {
      const found = await read(place)
      if (found !== undefined) return found
    }
    return undefined
  }
  const find = (key: ContactKey) => readFirst(key, contacts.find)
  const idsAt = (key: ContactKey, source: string) => readFirst(key, (place) => contacts.idsAt(place, source))

  async function shownContact(contact: ContactRecord, key: ContactKey): Promise<JsonObject> {
    const all = await fields.all()
    const asked = key.by === 'point' ? await pointOf(key) : undefined
    const point = contact.points.find(({ id }) => asked !== undefined && id === contactPointId(asked))
    const { channel, value } = asked ?? contact.points[0] ?? {}
    return {
      ...Object.fromEntries(contact.points.toReversed().map((own) => [own.channel, own.value])),
      ...Object.fromEntries(all.map((field) => [field.key, valueOfField(field.key, contact)])),
      consent: consentAt(point ?? contact.points[0], key),
      id: contact.id,
      contact: value ?? null,
      channel: channel ?? null,
      created_at: contact.createdAt.toISOString(),
      updated_at: contact.modifiedAt.toISOString(),
    }
  }

  return {
    fields: fields.all,
    async find(key) {
      const contact = await find(key)
      return contact === undefined ? undefined : shownContact(contact, key)
    },
    async findOrCreate(key, step) {
      const { places, made } = await meaningOf(key)
      if (made === undefined) throw new AppError('INVALID_VALUE', 'A contact cannot be made of this.')
      const { contact, isNew } = await changes.findOrCreate(places, made, authorOf(step))
      return { contact: await shownContact(contact, key), isNew }
    },
    async update(key, given, step) {
      const read = readFields(await fields.all(), given)
      const found = await find(key)
      if (found === undefined) return undefined
      const contact = await changes.change(found.id, { fields: read }, authorOf(step))
      return contact === undefined ? undefined : shownContact(contact, key)
    },
    async externalIdOf(key, source) {
      const [first] = (await idsAt(key, source))?.ids ?? []
      return first === undefined ? undefined : idAsItCame(first.externalId, first.isNumber)
    },
    async addExternalId(key, given, step) {
      const found = await idsAt(key, given.source)
      if (found === undefined) return true
      const { contactId, ids } = found
      const isOther = ids.length > 0 && ids.every(({ externalId }) => externalId !== given.externalId)
      if (isOther) return true
      try {
        await changes.change(contactId, { externalIds: [given] }, authorOf(step))
        return true
      } catch (error) {
        if (toAppError(error).code === 'CONTACT_EXISTS') return false
        throw error
      }
    },
  }
}

interface Meaning {
  readonly places: readonly ContactPlace[]
  readonly made?: ContactChange
}

function authorOf({ flowId, ...detail }: ContactStep): ChangeAuthor {
  return { author: `flow:${flowId}`, detail }
}

/** A field that is empty is the address of the contact on the channel of that name, and `phone` the number for texts. */
function valueOfField(key: string, { fields, points }: ContactRecord): ContactValue | null {
  const channel = key === 'phone' ? SMS_CHANNEL : key
  return fields[key] ?? points.find((point) => point.channel === channel)?.value ?? null
}

/** What the contact wants where the run meets it. */
function consentAt(point: PointRecord | undefined, key: ContactKey): string | null {
  if (point === undefined) return null
  const isOut = key.by === 'point' && point.optedOutOf.includes(key.address)
  const consent = isOut ? 'out' : point.consent
  return consent === 'none' ? null : consent
}
