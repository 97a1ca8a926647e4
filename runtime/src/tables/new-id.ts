/**
 * An id of a table or a column made of its name: `Booked on` is `booked_on`. A number is added where it is taken.
 * @param otherwise for a name without a letter of a to z
 */
export function idOfName(name: string, taken: ReadonlySet<string>, otherwise: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/ß/g, 'ss')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, LONGEST)
  const id = plain === '' ? otherwise : plain
  // `constructor` is taken in every object that holds values by id.
  if (!taken.has(id) && !(id in {})) return id
  for (let number = 2; ; number += 1) {
    const next = `${id}_${number}`
    if (!taken.has(next)) return next
  }
}

/** Leaves room for a number. */
const LONGEST = 40
