import { expect, it, onTestFinished } from 'vitest'
import { callbackRequest, messageFrom, messengerOf } from '../../../test/helpers/service-parts.ts'
import { messageXml, safeBody, signedQuery, startStandInOf, textsIn } from '../../../test/stand-ins/wechat.ts'
import type { CallbackEvent } from '../../kit/callback.ts'
import { createWechatCallback } from './callback.ts'
import { wechat } from './integration.ts'
import { createPassiveReplies } from './passive-replies.ts'

const url = 'https://patchbay.example.com/channels/wechat/account-1'
const seconds = 1_767_323_045
const contact = 'oAbc0000000000000000000000a1'
const runId = '01990000-0000-7000-8000-000000000001'
const { signal } = new AbortController()

async function setUp(properties: Readonly<Record<string, unknown>> = {}) {
  const service = await startStandInOf()
  onTestFinished(() => service.close())
  const { account, callback, channel } = messengerOf(wechat, service, {
    properties,
    host: { now: () => new Date(seconds * 1_000) },
  })
  const read = async (MsgId: string) => {
    const xml = messageXml({ MsgType: 'text', Content: 'Hello', MsgId })
    const body = properties.encodingAesKey === '' ? xml : safeBody(xml)
    const request = callbackRequest({ url: `${url}${signedQuery({ seconds, body })}`, body })
    return callback.read(request, account)
  }
  const answer = async (events: readonly CallbackEvent[], change: object = {}) => {
    const received = { messageId: 'm-1', runId, duplicate: false, ...change }
    return callback.answer?.([received], { accountId: account.id, events })
  }
  const send = (text: string) => channel.send(messageFrom(service, { channel: 'wechat', content: { text } }), signal)
  return { service, read, answer, send }
}

it.each([{}, { encodingAesKey: '' }])(
  'the first text to who has just written goes with the answer to the call, the next one as customer service: %j',
  async (properties) => {
    const { service, read, answer, send } = await setUp(properties)
    const events = await read('1')
    const [first, answered] = await Promise.all([send('Grüße ]]> 好'), answer(events)])
    expect(first).toMatchObject({ ok: true, messageId: expect.stringMatching(/./), status: 'sent' })
    expect(answered?.status).toBe(200)
    expect(textsIn(answered?.xml ?? '')).toEqual([{ from: 'gh_0123456789ab', to: contact, text: 'Grüße ]]> 好' }])
    expect(service.sent).toEqual([])
    await send('More')
    expect(service.sent).toMatchObject([{ msgtype: 'text', text: { content: 'More' } }])
  },
)

it('a call whose message starts nothing, or came before, is answered at once, and texts go as customer service', async () => {
  const { service, read, answer, send } = await setUp()
  for (const [id, change] of Object.entries({ 1: { runId: null }, 2: { duplicate: true } })) {
    const events = await read(id)
    expect(await answer(events, change)).toEqual({ status: 200, text: 'success' })
    expect(await send('Late')).toMatchObject({ ok: true })
  }
  expect(service.sent).toHaveLength(2)
})

it('a text for an answer of an account that is gone meanwhile is sent in another way', async () => {
  const { read } = await setUp()
  const gone = async () => undefined
  const replies = createPassiveReplies()
  const callback = createWechatCallback({ accounts: { open: gone, signIn: gone }, now: () => new Date() }, replies)
  replies.open({ accountId: 'account-1', contact, messageId: '1' })
  const offered = replies.offer({ accountId: 'account-1', contact }, 'Hello')
  const received = { messageId: 'm-1', runId, duplicate: false }
  const answer = await callback.answer?.([received], { accountId: 'account-1', events: await read('1') })
  expect(answer).toEqual({ status: 200, text: 'success' })
  expect(await offered).toBe(false)
})

it('a call is not answered later than WeChat waits, and a text that missed it is sent in another way', async () => {
  const replies = createPassiveReplies(20)
  const call = { accountId: 'account-1', contact, messageId: '1' }
  replies.open(call)
  expect(await replies.await(call)).toBeUndefined()
  expect(await replies.offer(call, 'Late')).toBe(false)
  // The call ended without an answer of ours.
  replies.open(call)
  expect(await replies.offer(call, 'Lost')).toBe(false)
})

it('each call carries one text, and the newest call of a contact counts', async () => {
  const replies = createPassiveReplies()
  const first = { accountId: 'account-1', contact, messageId: '1' }
  const second = { ...first, messageId: '2' }
  replies.open(first)
  const earlier = replies.await(first)
  replies.open(second)
  expect(await earlier).toBeUndefined()
  const offered = replies.offer(second, 'One')
  expect(await replies.offer(second, 'Two')).toBe(false)
  expect(await replies.await(second)).toBe('One')
  expect(await offered).toBe(true)
  expect(await replies.offer({ ...first, contact: 'oAbc2' }, 'Other')).toBe(false)
})
