import type { IntegrationManifest } from '@patchbay/shared/api'
import { createBridge } from '../../../docs/bridge/bridge.ts'
import type { Contact } from '../../../docs/bridge/records.ts'
import { startStandIn } from '../helpers/stand-in.ts'

/** The bridge of the documentation for a CRM in memory, which counts the contacts that it has sent. */
export interface CountingBridge {
  readonly manifest: { readonly integration: IntegrationManifest['integration'] }
  readonly credentials: Readonly<Record<string, string>>
  sent(): number
  /** Changes every so many contacts. Returns how many. */
  changeEvery(step: number): number
  close(): Promise<void>
}

const API_KEY = 'key-of-the-crowd-0123456789'
const EPOCH = Date.UTC(2026, 0, 1)

export async function startCountingBridge(size: number, pageSize: number): Promise<CountingBridge> {
  let clock = 0
  const next = () => {
    clock += 1
    return new Date(EPOCH + clock * 1_000).toISOString()
  }
  let contacts: Contact[] = Array.from({ length: size }, (_, number) => ({
    id: `c-${number}`,
    updatedAt: next(),
    name: `Person ${number}`,
    company: 'Northwind',
    emails: [`person${number}@northwind.example`],
    phones: [`+1305${2_000_000 + number}`],
  }))
  let sent = 0
  const company = {
    id: 'northwind',
    contacts: async () => contacts,
    tickets: async () => [],
    agents: async () => [],
    addTicket: async () => undefined,
  }
  const crm = { open: async (_name: string, key: string) => (key === API_KEY ? company : undefined) }
  const service = await startStandIn(async (response, { method, url, body }) => {
    const answer = await bridge.fetch(
      new Request(`http://127.0.0.1${url}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(method === 'POST' ? { body } : {}),
      }),
    )
    const text = await answer.text()
    if (url === '/api/contacts') sent += text.split('"id":').length - 1
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
  })
  const bridge = createBridge({ crm, publicUrl: service.origin, pageSize })
  return {
    manifest: JSON.parse(await (await bridge.fetch(new Request('http://127.0.0.1/manifest.json'))).text()),
    credentials: { company: 'northwind', api_key: API_KEY },
    sent: () => sent,
    changeEvery(step) {
      const isChanged = ({ id }: Contact) => Number(id.slice(2)) % step === 0
      const changed = contacts.filter(isChanged).map((one) => ({ ...one, company: 'Southwind', updatedAt: next() }))
      contacts = [...contacts.filter((one) => !isChanged(one)), ...changed]
      return changed.length
    },
    close: service.close,
  }
}
