import { describe, expect, it, onTestFinished } from 'vitest'
import { failureOf } from '../../../test/helpers/outside-calls.ts'
import { callbackRequest, messengerOf } from '../../../test/helpers/service-parts.ts'
import { messageXml, safeBody, signedQuery, startStandInOf } from '../../../test/stand-ins/wechat.ts'
import { wechat } from './integration.ts'

const url = 'https://patchbay.example.com/channels/wechat/account-1'
const seconds = 1_767_323_045
const now = () => new Date(seconds * 1_000)
const plain = { encodingAesKey: '' }

async function setUp(change: Readonly<Record<string, unknown>> = {}) {
  const service = await startStandInOf()
  onTestFinished(() => service.close())
  const { account, callback } = messengerOf(wechat, service, { properties: change, host: { now } })
  const take = async (body: string, query = signedQuery({ seconds, body }), method = 'POST') => {
    const request = callbackRequest({ method, url: `${url}${query}`, headers: { 'content-type': 'text/xml' }, body })
    await callback.verify(request, account)
    return callback.read(request, account)
  }
  return { account, callback, take }
}

describe('a call of WeChat', () => {
  it('is answered with what it asks to be told, as text, when its signature is right', async () => {
    for (const change of [{}, plain]) {
      const { take } = await setUp(change)
      const query = `${signedQuery({ seconds })}&echostr=5838479218126548402`
      const answer = { status: 200, text: '5838479218126548402' }
      expect(await take('', query, 'GET')).toEqual([{ kind: 'handshake', answer }])
      const forged = `${signedQuery({ seconds, token: 'stranger' })}&echostr=1`
      expect((await failureOf(take('', forged, 'GET'))).code).toBe('INVALID_TOKEN')
    }
  })

  it('is a message with its id as text and its time, plain or encrypted, and is answered "success"', async () => {
    const message = {
      channel: 'wechat',
      id: '23456789012345678',
      from: 'oAbc0000000000000000000000a1',
      to: 'gh_0123456789ab',
      content: { text: '你好 <&> 😀' },
      at: now(),
    }
    const xml = messageXml({ MsgType: 'text', Content: '你好 <&> 😀', MsgId: '23456789012345678' })
    const { callback, take } = await setUp()
    expect(await take(safeBody(xml))).toEqual([{ kind: 'message', message }])
    const open = await setUp(plain)
    expect(await open.take(xml)).toEqual([{ kind: 'message', message }])
    const answer = await callback.answer?.([], { accountId: 'account-1', events: [] })
    expect(answer).toEqual({ status: 200, text: 'success' })
  })

  it.each([
    [
      { MsgType: 'image', PicUrl: 'http://a.test/1', MediaId: 'm1' },
      { media: [{ url: 'http://a.test/1', type: 'image/jpeg' }] },
    ],
    [
      { MsgType: 'voice', MediaId: 'm2', Format: 'amr', Recognition: '你好' },
      { text: '你好', media: [{ ref: 'm2', type: 'audio/amr' }] },
    ],
    [{ MsgType: 'voice', MediaId: 'm3', Format: 'speex', Recognition: '' }, { media: [{ ref: 'm3' }] }],
    [{ MsgType: 'video', MediaId: 'm4', ThumbMediaId: 't' }, { media: [{ ref: 'm4', type: 'video/mp4' }] }],
    [{ MsgType: 'shortvideo', MediaId: 'm5', ThumbMediaId: 't' }, { media: [{ ref: 'm5', type: 'video/mp4' }] }],
    [
      { MsgType: 'location', Location_X: '23.134521', Location_Y: '113.358803', Scale: '20', Label: 'Office' },
      { location: { latitude: 23.134521, longitude: 113.358803, name: 'Office' } },
    ],
    [
      { MsgType: 'link', Title: 'News', Description: 'of today', Url: 'https://a.test' },
      { text: 'News\nof today\nhttps://a.test' },
    ],
    [{ MsgType: 'text', Content: '[Unsupported message]' }, { text: '[Unsupported message]' }],
  ])('reads %j', async (fields, content) => {
    const { take } = await setUp()
    const events = await take(safeBody(messageXml({ ...fields, MsgId: '1' })))
    expect(events).toMatchObject([{ kind: 'message', message: { id: '1', content } }])
  })

  it('is a pressed entry of the menu, known again by who pressed what and when', async () => {
    const { take } = await setUp()
    expect(await take(safeBody(messageXml({ MsgType: 'event', Event: 'CLICK', EventKey: 'PRICES' })))).toMatchObject([
      {
        kind: 'message',
        message: {
          id: 'oAbc0000000000000000000000a1.1767323045.CLICK',
          content: { choice: { id: 'PRICES', title: 'PRICES' } },
        },
      },
    ])
  })

  it.each([
    ['subscribe', { MsgType: 'event', Event: 'subscribe', EventKey: 'qrscene_1' }],
    ['unsubscribe', { MsgType: 'event', Event: 'unsubscribe' }],
    ['SCAN', { MsgType: 'event', Event: 'SCAN', EventKey: '1' }],
    ['VIEW', { MsgType: 'event', Event: 'VIEW', EventKey: 'https://a.test' }],
    ['TEMPLATESENDJOBFINISH', { MsgType: 'event', Event: 'TEMPLATESENDJOBFINISH', MsgID: '1', Status: 'success' }],
    ['a message of another account', { MsgType: 'text', Content: 'Hi', MsgId: '1', ToUserName: 'gh_other' }],
    ['a message of another account', { MsgType: 'text', Content: 'Hi', MsgId: '1', FromUserName: 'gh_0123456789ab' }],
    ['a message of a kind', { MsgType: 'music', MsgId: '1' }],
    ['a message of a kind', { MsgType: 'location', Location_X: 'x', Location_Y: '', MsgId: '1' }],
  ])('ignores %s with a reason', async (what, fields) => {
    const { take } = await setUp()
    const [event, ...more] = await take(safeBody(messageXml(fields)))
    expect([event, more]).toEqual([{ kind: 'ignored', why: expect.stringMatching(/^WeChat sent .+\.$/) }, []])
    expect(event).toMatchObject({ why: expect.stringContaining(what) })
  })

  it('is refused without a signature, with that of another token, too late, and when it was changed', async () => {
    const { take } = await setUp()
    const body = safeBody(messageXml({ MsgType: 'text', Content: 'Hi', MsgId: '1' }))
    const changed = safeBody(messageXml({ MsgType: 'text', Content: 'Ha', MsgId: '1' }))
    expect((await failureOf(take(body, ''))).code).toBe('UNAUTHENTICATED')
    for (const query of [
      signedQuery({ seconds, body, token: 'stranger' }),
      signedQuery({ seconds: seconds - 301, body }),
      signedQuery({ seconds, body: changed }),
    ]) {
      expect((await failureOf(take(body, query))).code).toBe('INVALID_TOKEN')
    }
    const open = await setUp(plain)
    const late = signedQuery({ seconds: seconds - 301 })
    expect((await failureOf(open.take(messageXml({ MsgType: 'text' }), late))).code).toBe('INVALID_TOKEN')
    const without = await setUp({ token: '' })
    expect((await failureOf(without.take(body))).code).toBe('INVALID_TOKEN')
  })

  it('is refused in plain once there is an EncodingAESKey, though its plain signature is right', async () => {
    const { take } = await setUp()
    const xml = messageXml({ MsgType: 'text', Content: 'Hi', MsgId: '1' })
    const query = new URLSearchParams(signedQuery({ seconds }))
    query.delete('msg_signature')
    query.delete('encrypt_type')
    expect((await failureOf(take(xml, `?${query}`))).message).toContain('Safe Mode')
  })

  it.each([
    ['the key of another account', { encodingAesKey: 'G'.repeat(43) }, 'another EncodingAESKey'],
    ['the App ID of another account', { appId: 'wx0000000000000002' }, 'another App ID'],
    ['no key', plain, 'Enter the EncodingAESKey'],
  ])('says what is wrong when the account has %s', async (_what, change, words) => {
    const { take } = await setUp(change)
    const failure = await failureOf(take(safeBody(messageXml({ MsgType: 'text', MsgId: '1' }))))
    expect(failure).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining(words) })
  })

  it('expands no entities that a document brings along, and refuses those of files', async () => {
    const { take } = await setUp()
    const xml = messageXml({ MsgType: 'text', MsgId: '1' }).replace('</xml>', '<Content>&secret;</Content></xml>')
    const body = safeBody(`<!DOCTYPE xml [<!ENTITY secret "expanded">]>${xml}`)
    expect(await take(body)).toMatchObject([{ message: { content: { text: '&secret;' } } }])
    const external = safeBody(`<!DOCTYPE xml [<!ENTITY secret SYSTEM "file:///etc/hostname">]>${xml}`)
    expect((await failureOf(take(external))).code).toBe('INVALID_INPUT')
  })

  it.each([
    ['a text', 'null'],
    ['no document', 'hello'],
    ['a document without a message', '<xml><a/></xml>'],
  ])('is refused as input when it is signed and holds %s', async (_what, xml) => {
    const { take } = await setUp()
    expect((await failureOf(take(safeBody(xml)))).code).toBe('INVALID_INPUT')
  })
})
