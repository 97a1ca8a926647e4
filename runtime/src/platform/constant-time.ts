import { hash, timingSafeEqual } from 'node:crypto'

/** Compares two texts in a time that does not reveal where they differ or how long they are. */
export function equalText(given: string, expected: string): boolean {
  return createTextCheck(expected)(given)
}

/** Like `equalText`, for an expected text that is compared often. */
export function createTextCheck(expected: string): (given: string) => boolean {
  const wanted = digest(expected)
  return (given) => timingSafeEqual(digest(given), wanted)
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
