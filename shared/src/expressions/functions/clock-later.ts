import type { Json } from '../../json/json.ts'
import type { Clock } from './clock.ts'

// Stands in the place of clock.ts in a browser (`imports` in package.json): calendars and numbering plans are larger
// than everything else of the language, and a browser only shows samples.

let arrived: Clock | null = null
let isComing = false

export const clock: Clock = {
  format: (value, ...rest) => use(value, (come) => come.format(value, ...rest)),
  move: (value, ...rest) => use(value, (come) => come.move(value, ...rest)),
  between: (start, ...rest) => use(start, (come) => come.between(start, ...rest)),
  phone: (text, form) => use(text, (come) => come.phone(text, form)),
}

/** The value as it is, until what can write it has come. */
function use(value: Json, run: (come: Clock) => Json): Json {
  if (arrived !== null) return run(arrived)
  void fetchClock()
  return value
}

async function fetchClock(): Promise<void> {
  if (isComing) return
  isComing = true
  try {
    arrived = (await import('./clock.ts')).clock
  } catch {
    // Without a network now: the next use asks again.
    isComing = false
  }
}
