import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readMultipart } from '../../src/platform/content/read-multipart.ts'
import { files } from '../helpers/files.ts'
import { type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { createTestPlace, type TestPlace, type TestRuntime } from '../helpers/test-runtime.ts'

const ours = '+17865550100'
const contact = '+13055550777'
let place: TestPlace
let runtime: TestRuntime
let service: StandIn

beforeAll(async () => {
  service = await startStandIn((response, { url }) => {
    if (url === '/map.pdf') response.writeHead(200, { 'content-type': 'application/pdf' }).end(files.pdf)
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":7}')
  })
  place = await createTestPlace()
  runtime = await place.start({ PATCHBAY_PUBLIC_URL: 'https://patchbay.example' })
})

afterAll(async () => {
  await runtime.stop()
  await place.remove()
  await service.close()
})

const node = (id: number, type: string, inputs: Record<string, unknown>) => ({
  id,
  type,
  name: type,
  position: { x: 0, y: 0 },
  inputs,
})

/** Fetches a file, sends it to whoever wrote, and passes it on to another service. */
const flow = (): Flow => ({
  formatVersion: 1,
  name: 'Pass a file on',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 10 },
  nodes: [
    node(1, 'inbound-sms', {}),
    node(2, 'external-web-call', { url: `${service.origin}/map.pdf`, readReplyAs: 'file', timeoutSeconds: 5 }),
    node(3, 'send-message', { to: '$ANI', from: '$DNIS', text: 'Here it is', media: [{ url: '$EXTCALL_2.file' }] }),
    node(4, 'external-web-call', {
      method: 'POST',
      url: `${service.origin}/tickets`,
      timeoutSeconds: 5,
      contentType: 'multipart/form-data',
      parts: [
        { name: 'from', value: '$ANI' },
        { name: 'map', kind: 'file', value: '$EXTCALL_2.file' },
      ],
      responseVariables: [{ name: 'ticket', query: 'id' }],
    }),
  ],
  connections: [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'success', to: 3 },
    { from: 3, exit: 'success', to: 4 },
  ],
  notes: [],
})

it('a reply that is kept as a file goes out with a message, and as a part of another call', async () => {
  await runtime.deploy(flow(), [ours])
  const run = await runtime.ended(await runtime.text({ from: contact, to: ours, text: 'Map, please' }))
  expect(run).toMatchObject({ status: 'succeeded', steps: [{}, {}, { exit: 'success' }, { variables: { ticket: 7 } }] })
  expect(run.steps[1]?.outputs.file).toMatch(/^https:\/\/patchbay\.example\/media\/[0-9a-f-]{36}\.pdf\?until=/)

  const [sent] = await runtime.textsTo(contact)
  expect(sent?.content?.media).toMatchObject([{ type: 'application/pdf', name: 'map.pdf', bytes: files.pdf.length }])

  const ticket = service.requests.find(({ url }) => url === '/tickets')
  const received = readMultipart(Buffer.from(ticket?.body ?? ''), ticket?.headers['content-type'] ?? '')
  expect(received).toMatchObject({ from: contact, map: { filename: 'map.pdf', contentType: 'application/pdf' } })
})
