import type { ContactValue } from '@patchbay/shared/api'

type Fields = Readonly<Record<string, ContactValue | undefined>>

/**
 * What of a contact's fields a service may change. The protocol sends no time of change, so it cannot be known who was the
 * last: what people changed here stays. A field is written where its value is what the service said last, or where it is
 * empty; what the service says again is not written again, so that a field which people have emptied stays so.
 * @param here the fields as they are
 * @param before what the service said last. Undefined: it says something for the first time
 * @param says what it says now, without empty fields
 * @returns only what becomes different; null for what is emptied
 */
export function changedByService(
  here: Fields,
  before: Fields | undefined,
  says: Fields,
): Readonly<Record<string, ContactValue | null>> {
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(says)])
  return Object.fromEntries(
    [...keys].flatMap((key): [string, ContactValue | null][] => {
      const [is, was, will] = [here[key], before?.[key], says[key]]
      const isNews = will !== was && will !== is
      const isOurs = is !== undefined && is !== was
      return isNews && !isOurs ? [[key, will ?? null]] : []
    }),
  )
}
