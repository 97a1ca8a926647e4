import { idAsItCame } from '@patchbay/shared/bridges'
import type { ContactRecord } from '../../contacts/contact-record.ts'
import type { DirectoryContact } from '../../kit/directory.ts'

const E164 = /^\+[1-9]\d{6,14}$/
/** A contact that was merged may have several ids in one account. */
const MOST_IDS = 5

/**
 * A contact as the service of an account may know it: once for each of its ids there, and once without any where it has
 * none. Not at all where there is nothing to find it by: a name alone may be that of somebody else.
 */
export function knownContacts(
  { name, fields, points, externalIds }: Pick<ContactRecord, 'name' | 'fields' | 'points' | 'externalIds'>,
  accountId: string,
): readonly DirectoryContact[] {
  const phones = [...new Set(points.map(({ value }) => value).filter((value) => E164.test(value)))]
  const { email } = fields
  const emails = typeof email === 'string' && email !== '' ? [email] : []
  const contact = { name, emails, phones }
  const ids = externalIds.filter(({ source }) => source === accountId)
  if (ids.length === 0) return emails.length + phones.length === 0 ? [] : [contact]
  return ids.slice(0, MOST_IDS).map(({ externalId, isNumber }) => {
    return { ...contact, externalId: idAsItCame(externalId, isNumber) }
  })
}
