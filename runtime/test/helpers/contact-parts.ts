import { type ContactParts, type ContactPartsOptions, createContactParts } from '../../src/contacts/create-contacts.ts'
import { createChannelKinds } from '../../src/messaging/channel-kinds.ts'
import { sms } from '../../src/messaging/channels/sms.ts'

/** Contacts of an installation that knows texts alone. */
export function testContactParts(options: Pick<ContactPartsOptions, 'database' | 'now'>): ContactParts {
  return createContactParts({
    kinds: createChannelKinds([sms]),
    ownerOf: async () => ({ accountId: 'any', accountType: null }),
    cancelRun: async () => undefined,
    eraseElsewhere: async () => undefined,
    onFieldsChanged: async () => undefined,
    ...options,
  })
}
