const BROWSER_KEY = 'patchbay.browser'
const UUID = /^[0-9a-f-]{36}$/

/** The id of this browser, made at the first visit; of this page alone where nothing can be stored. */
export function browserId(storage: Pick<Storage, 'getItem' | 'setItem'> = window.localStorage): string {
  try {
    const known = storage.getItem(BROWSER_KEY)
    if (known !== null && UUID.test(known)) return known
    const fresh = randomId()
    storage.setItem(BROWSER_KEY, fresh)
    return fresh
  } catch {
    return sessionId
  }
}

/** A UUID; `crypto.randomUUID` is there on https and localhost only. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** The id of this page, until it is loaded again. */
export const sessionId = randomId()
