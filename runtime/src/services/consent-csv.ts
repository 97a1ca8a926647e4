import type { ConsentResource, Page } from '@patchbay/shared/api'
import type { PageRequest } from './page.ts'

const columns = ['at', 'state', 'channel', 'contact', 'address', 'source', 'detail', 'accountId'] as const

/** All pages as lines of CSV, one page of the list at a time. */
export async function* consentCsv(read: (page: PageRequest) => Promise<Page<ConsentResource>>): AsyncIterable<Buffer> {
  yield Buffer.from(`${columns.join(',')}\r\n`)
  for (let after: string | null | undefined; after !== null; ) {
    const { items, next }: Page<ConsentResource> = await read({ limit: 200, ...(after === undefined ? {} : { after }) })
    yield Buffer.from(items.map((item) => `${columns.map((column) => cell(item[column])).join(',')}\r\n`).join(''))
    after = next
  }
}

/** A spreadsheet must not take a text for a formula. A number in E.164 is none. */
function cell(value: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(value) && !/^\+\d+$/.test(value)
  const text = isFormula ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
