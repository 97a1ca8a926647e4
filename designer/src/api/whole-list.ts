import type { Page } from '@patchbay/shared/api'
import { request } from './client.ts'
import type { Answer, EndpointName } from './endpoint-call.ts'

/** The endpoints that answer a list in pages. */
type ListName = {
  [Name in EndpointName]: Answer<Name> extends Page<unknown> ? (Name extends `GET ${string}` ? Name : never) : never
}[EndpointName]

type ItemOf<Name extends ListName> = Answer<Name> extends Page<infer Item> ? Item : never

const mostPages = 50

/** All pages of a list that people see whole; a list longer than 50 pages is cut there. */
export async function wholeList<Name extends ListName>(
  name: Name,
  signal: AbortSignal,
  params: Readonly<Record<string, string>> = {},
): Promise<readonly ItemOf<Name>[]> {
  const items: ItemOf<Name>[] = []
  let after = ''
  for (let page = 0; page < mostPages; page += 1) {
    const query = { limit: '200', after }
    // The type of the name says that this answer is a page of these.
    const answer = (await request(name, { signal, params, query })) as Page<ItemOf<Name>>
    items.push(...answer.items)
    if (answer.next === null) break
    after = answer.next
  }
  return items
}
