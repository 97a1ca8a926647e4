import type { OfferedAddress } from '../../kit/offered-address.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { callInfobip, type InfobipCall, type InfobipHost } from './calls.ts'
import { requireInfobip, rowsOf } from './wire.ts'

const NUMBERS_PER_PAGE = 100
const MOST_PAGES = 20

/** Import numbers: those that carry texts. @throws AppError HTTP_STATUS when Infobip does not list them */
export async function importInfobipNumbers(host: InfobipHost, call: InfobipCall): Promise<readonly OfferedAddress[]> {
  const offered: OfferedAddress[] = []
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const path = `/numbers/1/numbers?page=${page}&limit=${NUMBERS_PER_PAGE}`
    const rows = rowsOf(requireInfobip(await callInfobip(host, call, { method: 'GET', path })), 'numbers')
    if (rows === undefined) throw refusedCall('Infobip did not answer a list of numbers.')
    for (const row of rows) {
      const value = textOf(fieldOf(row, 'number'))
      const capabilities = (rowsOf(row, 'capabilities') ?? []).map(textOf)
      if (value === '' || !capabilities.includes('SMS')) continue
      const carried = capabilities.includes('MMS') ? ['sms', 'mms'] : ['sms']
      offered.push({ channel: 'sms', value, label: '', capabilities: carried })
    }
    if (rows.length < NUMBERS_PER_PAGE) break
  }
  return offered
}
