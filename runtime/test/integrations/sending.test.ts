import { existsSync } from 'node:fs'
import type { MessageContent } from '@patchbay/shared/api'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { OpenAccount } from '../../src/kit/account.ts'
import type { AddressedMessage } from '../../src/kit/channel.ts'
import { degrade } from '../../src/messaging/content/degrade.ts'
import { createWebClient } from '../../src/platform/egress/create-web-client.ts'
import { uuidv7 } from '../../src/store/uuid.ts'
import { idleHost } from '../helpers/integration-parts.ts'
import { hang, startStandIn as startStandInServer } from '../helpers/stand-in.ts'
import { type Fault, faultNames, type SendingStandIn, type ServiceStandIn } from '../stand-ins/service-stand-in.ts'
import { byName, standInFile, startStandIn, triedServices } from './tried-services.ts'

/** Longest that a call may take here. Calls to a service that does not answer end with it. */
const LONGEST_CALL_MS = 1_000

/** Faults after which a message may have been sent all the same, so that no other try is advised. */
const unsure: ReadonlySet<Fault> = new Set(['fails', 'is silent', 'is slow', 'hangs up', 'babbles'])

const file = { url: 'https://example.com/a.png' }
const buttons = ['Yes', 'No', 'Another time', 'Never', 'Ask me tomorrow at seven in the evening'].map((title) => ({
  id: title.toLowerCase(),
  title,
}))

/** One of everything that a message can hold. */
const contents: readonly MessageContent[] = [
  { text: 'Choose', buttons: buttons.slice(0, 2) },
  { text: 'Choose', buttons: [...buttons, { id: 'map', title: 'Map', url: 'https://example.com/map' }] },
  { buttons },
  { text: 'Look', media: [file] },
  { media: [file, { url: 'https://example.com/menu.pdf' }, { url: 'https://example.com/film.mp4' }] },
  { media: [{ id: 'kept here' }] },
  { text: 'word '.repeat(2_500) },
  { location: { latitude: 52.5, longitude: 13.4, name: 'Office' } },
  { contactCard: { name: 'Ana', points: ['+13055550119'] } },
  { template: { name: 'reminder', language: 'en', parameters: ['7 PM'] } },
  { text: 'Hello', template: { name: 'reminder', language: 'en', parameters: ['7 PM'] } },
  { sticker: { id: '1' } },
  { reaction: { emoji: '+', messageId: '1' } },
  {},
]

const senders = triedServices.filter(({ parts }) => parts.channel !== undefined)

it('every service that carries messages or calls back has a stand-in', () => {
  expect(triedServices.map(({ name }) => name).filter((name) => !existsSync(standInFile(name)))).toEqual([])
})

describe.each(senders.map(byName))('messages through %s', (name, integration) => {
  const client = createWebClient({ allow: ['127.0.0.1'] })
  let service: ServiceStandIn
  let sending: SendingStandIn

  beforeAll(async () => {
    service = await startStandIn(name)
    if (service.sending === undefined) throw new Error('Its stand-in takes no messages.')
    sending = service.sending
  })
  afterEach(() => sending.behave(undefined))
  afterAll(async () => {
    await client.close()
    await service.close()
  })

  /** The integration with an account that has these properties. */
  function partsWith(properties: ServiceStandIn['properties'], urlOf = (name: string) => service.hosts[name]) {
    const account: OpenAccount = { id: 'account', name: 'Account', properties }
    const host = idleHost(integration)
    const parts = integration.create({
      ...host,
      web: {
        request: (request) => client.request({ ...request, timeoutMs: Math.min(request.timeoutMs, LONGEST_CALL_MS) }),
      },
      url: (name) => urlOf(name) ?? host.url(name),
      accounts: { ...host.accounts, open: async () => account },
    })
    if (parts.channel === undefined) throw new Error('It carries no messages.')
    return { ...parts, account, channel: parts.channel }
  }

  function newMessage(text = 'Hello'): AddressedMessage {
    const runId = uuidv7(new Date())
    return {
      accountId: 'account',
      channel: service.address.channel,
      from: service.address.value,
      to: service.contact,
      content: { text },
      idempotencyKey: `${runId}.2.1`,
      runId,
    }
  }

  const { signal } = new AbortController()
  const send = (message = newMessage(), properties = service.properties) =>
    partsWith(properties).channel.send(message, signal)

  /** What has happened at the service since. */
  function watch() {
    const before = { tried: sending.tried, taken: sending.taken.length }
    return () => ({ tried: sending.tried - before.tried, taken: sending.taken.slice(before.taken) })
  }

  /** Where the service takes a key once, a request whose connection died may be repeated at once. */
  async function mostTries(): Promise<number> {
    return (await partsWith(service.properties).channel.repeatOf('account')) === 'keyed' ? 2 : 1
  }

  it('arrive once, with all that the service asks for', async () => {
    const since = watch()
    expect(await send(newMessage('Hello €'))).toMatchObject({ ok: true, messageId: expect.stringMatching(/./) })
    expect(sending.complaints).toEqual([])
    expect(since()).toEqual({
      tried: 1,
      taken: [{ from: service.address.value, to: service.contact, text: 'Hello €' }],
    })
  })

  it('fail with a sentence, and send nothing, when the credential is wrong', async () => {
    const since = watch()
    const outcome = await send(newMessage(), service.wrongProperties)
    expect(outcome).toMatchObject({ ok: false, error: { message: expect.stringMatching(/\w \w/) } })
    expect(sending.complaints.at(-1)).toBe('credential')
    expect(since().taken).toEqual([])
  })

  it.for(faultNames)(
    'are not taken for sent when it %s, are not sent again by themselves, and go through afterwards',
    async (fault, { skip }) => {
      const script = sending.faults[fault]
      if (typeof script !== 'function') return skip(script.because)
      sending.behave(fault)
      const since = watch()
      const outcome = await send()
      expect(outcome).toMatchObject({ ok: false, error: { message: expect.stringMatching(/\w \w/) } })
      expect(outcome).not.toHaveProperty('error.code', 'INTERNAL')
      if (unsure.has(fault)) expect(outcome).not.toHaveProperty('retry')
      expect(since().taken).toEqual([])
      expect(since().tried).toBeLessThanOrEqual(await mostTries())
      sending.behave(undefined)
      expect(await send()).toMatchObject({ ok: true })
    },
  )

  it('are not sent again by themselves when it loses its answer, and it is not reported that they were not sent', async () => {
    const { channel } = partsWith(service.properties)
    const message = newMessage()
    const since = watch()
    sending.behave('loses its answers')
    const outcome = await channel.send(message, signal)
    expect(outcome).not.toHaveProperty('retry')
    expect(since().taken).toMatchObject([{ text: 'Hello' }])
    expect(since().tried).toBeLessThanOrEqual(await mostTries())
    const found = await channel.find?.(message, signal)
    expect(['sent', 'unknown', undefined]).toContain(found?.kind)
  })

  it('are not found when they were never sent', async ({ skip }) => {
    const { channel } = partsWith(service.properties)
    if (channel.find === undefined) return skip('It cannot be asked.')
    expect(await channel.find(newMessage(), signal)).not.toMatchObject({ kind: 'sent' })
  })

  it('arrive once under one key, where it is said that keys are honoured', async ({ skip }) => {
    const { channel } = partsWith(service.properties)
    if ((await channel.repeatOf('account')) !== 'keyed') return skip('It honours no keys.')
    const message = newMessage()
    const since = watch()
    const first = await channel.send(message, signal)
    expect(await channel.send(message, signal)).toEqual(first)
    expect(since().taken).toHaveLength(1)
  })

  it('go through or are refused with a sentence, whatever they hold, once they are degraded for the account', async () => {
    const { channel } = partsWith(service.properties)
    const kinds = channel.definitions === 'all' ? [] : channel.definitions
    const before = sending.complaints.length
    const ofAccount = await channel.abilitiesOf?.('account')
    for (const { title, abilities } of kinds) {
      for (const content of contents) {
        const degraded = degrade(content, {
          channel: { title, abilities: ofAccount ?? abilities },
          isWindowOpen: false,
        })
        const parts = degraded.ok ? degraded.parts : []
        const outcomes = [
          ...(degraded.ok ? [] : [degraded]),
          ...(await Promise.all(parts.map((part) => channel.send({ ...newMessage(), content: part }, signal)))),
        ]
        for (const outcome of outcomes) {
          if (outcome.ok) continue
          expect(outcome.error.message, JSON.stringify(content)).toMatch(/\w \w/)
          expect(outcome.error.code).not.toBe('INTERNAL')
        }
      }
    }
    expect(sending.complaints.slice(before)).toEqual([])
  })

  it.for(['is silent', 'cannot be reached'] as const)(
    'are not needed for Test Connection, which says that the service %s',
    async (what, { skip }) => {
      const other = await startStandInServer(hang)
      onTestFinished(() => other.close())
      if (what === 'cannot be reached') await other.close()
      const properties = Object.entries(service.properties).map(([name, value]) => [
        name,
        typeof value === 'string' ? value.replace(/^http:\/\/127\.0\.0\.1:\d+/, other.origin) : value,
      ])
      const { check, account } = partsWith(Object.fromEntries(properties), () => other.origin)
      if (check === undefined) return skip('It has no Test Connection.')
      const found = await check(account, { baseUrl: 'https://patchbay.example', signal })
      expect(found).toMatchObject({ ok: false, message: expect.stringMatching(/\w \w/) })
    },
  )

  it('are not needed for Test Connection, which tells a right account from a wrong one', async ({ skip }) => {
    const right = partsWith(service.properties)
    const wrong = partsWith(service.wrongProperties)
    if (right.check === undefined || wrong.check === undefined) return skip('It has no Test Connection.')
    const call = { baseUrl: 'https://patchbay.example', signal }
    // A messenger is right once its messages come here.
    if (right.addressOf !== undefined)
      await right.setWebhook?.(right.account, { ...call, addresses: [service.address] })
    const since = watch()
    expect(await right.check(right.account, call)).toMatchObject({ ok: true })
    expect(await wrong.check(wrong.account, call)).toMatchObject({ ok: false, message: expect.stringMatching(/\w \w/) })
    expect(since().taken).toEqual([])
  })
})
