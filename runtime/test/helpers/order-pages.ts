import { json, type Reply } from './stand-in.ts'

const pages = [
  [
    { number: 'SV-20418', status: 'ready' },
    { number: 'SV-20431', status: 'packed' },
  ],
  [
    { number: 'SV-20432', status: 'packed' },
    { number: 'SV-20440', status: 'paid' },
  ],
  [{ number: 'SV-20441', status: 'paid' }],
] as const

/** A shop that gives two orders at a time and names the next page; `failing` is the page that it refuses. */
export function orderPages(failing?: number): Reply {
  return (response, request) => {
    const url = new URL(request.url, 'http://shop.example')
    const number = Number(url.searchParams.get('page') ?? 1)
    const orders = number === failing ? undefined : pages[number - 1]
    if (orders === undefined) return json({ title: 'No such page' }, 404)(response, request)
    url.searchParams.set('page', String(number + 1))
    const next = number < pages.length ? `${url.pathname}${url.search}` : null
    return json({ orders, next })(response, request)
  }
}
