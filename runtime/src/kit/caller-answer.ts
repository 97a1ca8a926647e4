import { isJsonObject, type JsonObject } from '@patchbay/shared/json'

/** What an action answers to the caller that waits for the run. */
export interface CallerAnswer {
  readonly status: number
  readonly contentType: string
  /** Names in lower case, values as byte strings. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What is known of the caller of a run when a step begins. */
export type CallerState =
  /** It holds its request open for an answer. */
  | 'waiting'
  /** It waited, and its time has passed. */
  | 'gone'
  /** An earlier step has answered it. */
  | 'answered'
  /** It never waited: the run was started in another way, or the caller was answered at once. */
  | 'none'

/** The answer in the outputs of an action whose definition `answers`; undefined for any other data. */
export function answerOf({ status, contentType, headers, body }: JsonObject): CallerAnswer | undefined {
  if (typeof status !== 'number' || typeof contentType !== 'string' || typeof body !== 'string') return undefined
  const texts = Object.entries(isJsonObject(headers) ? headers : {}).filter(isText)
  return { status, contentType, headers: Object.fromEntries(texts), body }
}

function isText(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === 'string'
}
