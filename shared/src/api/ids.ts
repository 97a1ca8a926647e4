/** Id of the built-in phone: its folder, its channel and its one account. The ids of all other accounts are UUIDs. */
export const SIMULATOR = 'simulator'

/** Channel of phone numbers, which every installation has. */
export const SMS_CHANNEL = 'sms'

/** Whether this text is a UUID in any spelling, so that it can name a flow, a run, an account or a token at all. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
