import type { ConsentResource, Page } from '@patchbay/shared/api'
import { csvCell } from '../platform/content/csv-cell.ts'
import type { PageRequest } from './page.ts'

const columns = ['at', 'state', 'channel', 'contact', 'address', 'source', 'detail', 'accountId'] as const

/** All pages as lines of CSV, one page of the list at a time. */
export async function* consentCsv(read: (page: PageRequest) => Promise<Page<ConsentResource>>): AsyncIterable<Buffer> {
  yield Buffer.from(`${columns.join(',')}\r\n`)
  for (let after: string | null | undefined; after !== null; ) {
    const { items, next }: Page<ConsentResource> = await read({ limit: 200, ...(after === undefined ? {} : { after }) })
    yield Buffer.from(items.map((item) => `${columns.map((column) => csvCell(item[column])).join(',')}\r\n`).join(''))
    after = next
  }
}
