import { wellFormed } from '@patchbay/shared/json'

const MOST_LETTERS = 40

/** The name of a topic as the inbox lists it. */
export function topicName(text: string): string {
  return wellFormed(text).replaceAll(/\s+/g, ' ').trim().slice(0, MOST_LETTERS)
}
