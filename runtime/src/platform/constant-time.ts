import { hash, timingSafeEqual } from 'node:crypto'

/** Whether two texts are equal, in a time that tells nothing about where they differ or how long they are. */
export function equalText(given: string, expected: string): boolean {
  return createTextCheck(expected)(given)
}

/** The same for a text that is expected often. */
export function createTextCheck(expected: string): (given: string) => boolean {
  const wanted = digest(expected)
  return (given) => timingSafeEqual(digest(given), wanted)
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
