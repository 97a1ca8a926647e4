import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A carrier that takes each key once. It lives in the process of the suite, which is never killed. */
export interface CrowdCarrier {
  readonly origin: string
  /** What a contact has got, in order. */
  textsTo(contact: string): readonly string[]
  /** Resolves once the contact has got so many texts. */
  arrived(contact: string, count: number): Promise<void>
  /** Resolves once all contacts together have got so many. */
  delivered(count: number): Promise<void>
  /** Texts in all, and how often a key came that had been taken: a process had died while it sent. */
  totals(): { readonly texts: number; readonly repeated: number }
  close(): Promise<void>
}

export async function startCrowdCarrier(): Promise<CrowdCarrier> {
  const texts = new Map<string, string[]>()
  const keys = new Set<string>()
  let repeated = 0
  const waiting = new Set<() => void>()

  /** Resolves once the condition holds, which is looked at after every text. */
  function until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const key = String(request.headers['idempotency-key'])
    // The gateway integration of the product posts this shape.
    const { to, text } = JSON.parse(Buffer.concat(parts).toString()) as { readonly to: string; readonly text: string }
    if (keys.has(key)) repeated += 1
    else texts.set(to, [...(texts.get(to) ?? []), text])
    keys.add(key)
    response.writeHead(202, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ id: key, status: 'sent' }))
    for (const look of [...waiting]) look()
  }

  const textsTo = (contact: string): readonly string[] => texts.get(contact) ?? []
  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    textsTo,
    arrived: (contact, count) => until(() => textsTo(contact).length >= count),
    delivered: (count) => until(() => keys.size >= count),
    totals: () => ({ texts: keys.size, repeated }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
