import { type Address, isUuid } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { ContactKey, ContactPort } from '../kit/contacts.ts'
import type { AddressOwner } from '../messaging/address-owners.ts'
import { type ChannelKinds, contactAccountOf } from '../messaging/channel-kinds.ts'
import { contactPointId } from '../store/messages/contact-point-id.ts'
import type { ContactChanges } from './contact-changes.ts'
import type { ContactRecord } from './contact-record.ts'
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
  async function placeOf(key: ContactKey): Promise<ContactPlace | undefined> {
    switch (key.by) {
      case 'id':
        return isUuid(key.id) ? { id: key.id } : undefined
      case 'field':
        return { field: key.key, value: key.value }
      case 'external-id':
        return { source: key.source, externalId: key.externalId }
      case 'point': {
        const { channel, contact: value, address } = key
        const owner = await ownerOf({ channel, value: address })
        const accountId = contactAccountOf(kinds.get(channel), owner?.accountId ?? '')
        return { pointId: contactPointId({ channel, accountId, value }) }
      }
    }
  }

  async function find(key: ContactKey): Promise<ContactRecord | undefined> {
    const place = await placeOf(key)
    return place === undefined ? undefined : contacts.find(place)
  }

  async function shownContact(contact: ContactRecord, key: ContactKey): Promise<JsonObject> {
    const all = await fields.all()
    const [first] = contact.points
    const { channel, value } = key.by === 'point' ? { channel: key.channel, value: key.contact } : (first ?? {})
    return {
      ...Object.fromEntries(all.map((field) => [field.key, contact.fields[field.key] ?? null])),
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
    async update(key, given, { flowId, ...detail }) {
      const read = readFields(await fields.all(), given)
      const found = await find(key)
      if (found === undefined) return undefined
      const contact = await changes.change(found.id, { fields: read }, { author: `flow:${flowId}`, detail })
      return contact === undefined ? undefined : shownContact(contact, key)
    },
  }
}
