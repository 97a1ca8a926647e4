import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { openRig, type Rig } from './rig.ts'

const inRoot = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const page = readFileSync(inRoot('docs/event-webhooks.md'), 'utf8')
const source = /```js\n(.*?)```/s.exec(page)?.[1] ?? ''

let rig: Rig
let receiver: ChildProcess | undefined

beforeAll(async () => {
  rig = await openRig()
})
afterEach(() => receiver?.kill('SIGKILL'))
afterAll(() => rig.close())

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Returns what it prints. */
function start(port: number, secret: string): () => string {
  let printed = ''
  const env = { PATH: process.env.PATH, PORT: String(port), WEBHOOK_SECRET: secret }
  receiver = spawn(process.execPath, ['--input-type=module', '--eval', source], { cwd: inRoot('.'), env })
  for (const stream of [receiver.stdout, receiver.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
  }
  return () => printed
}

it('the receiver of docs/event-webhooks.md works as the page says: PING, each event once, nothing with a wrong signature', async () => {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  // It compares times with the clock of this machine.
  rig.advance(Date.now() - rig.now().getTime())
  const events = ['CUSTOMER_PROFILE/CREATED']
  const { webhook, secret } = await rig.webhooks.create({ name: 'Page', url, events, state: 'off' })
  const printed = start(port, secret)
  await eventually(async () => expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401))

  await rig.webhooks.change(webhook.id, { state: 'on' })
  await rig.store(2)
  await rig.deliverUntil(rig.now())
  const [event] = await rig.webhooks.attempts(webhook.id)
  await rig.webhooks.resend(webhook.id, { eventId: event?.eventId ?? '' })
  await rig.deliverUntil(rig.now())
  const outcomes = (await rig.webhooks.attempts(webhook.id)).map(({ type, outcome }) => `${type} ${outcome}`)
  expect(outcomes.filter((outcome) => outcome === 'CUSTOMER_PROFILE/CREATED success')).toHaveLength(3)
  const lines = [0, 1].map((id) => `CUSTOMER_PROFILE/CREATED { customerId: '${id}' }\n`)
  await eventually(async () => expect(printed()).toBe(lines.join('')))
})
