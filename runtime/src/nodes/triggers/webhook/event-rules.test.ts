import { describe, expect, it } from 'vitest'
import { eventId, unwantedEvent } from './event-rules.ts'

const head = (headers: Record<string, string> = {}) => ({
  method: 'POST',
  url: 'https://a.example/',
  headers,
  query: {},
})

describe('unwantedEvent', () => {
  const byType = { from: 'body' as const, name: 'event.type', only: [{ event: 'order.paid' }, { event: 'refund.*' }] }

  it.each([
    ['order.paid', undefined],
    ['refund.created', undefined],
    ['order.created', 'order.created'],
    ['order.paid.late', 'order.paid.late'],
  ])('of a list in the body: %s', (type, unwanted) => {
    expect(unwantedEvent(head(), { event: { type } }, { path: 'p', events: byType })).toBe(unwanted)
  })

  it.each([[{}], [null], ['text'], [{ event: { type: { a: 1 } } }]])('is one without a name: %j', (body) => {
    expect(unwantedEvent(head(), body, { path: 'p', events: byType })).toBe('')
  })

  it('goes by a header', () => {
    const events = { from: 'header' as const, name: 'X-GitHub-Event', only: [{ event: 'push' }] }
    expect(unwantedEvent(head({ 'x-github-event': 'push' }), {}, { path: 'p', events })).toBeUndefined()
    expect(unwantedEvent(head({ 'x-github-event': 'fork' }), {}, { path: 'p', events })).toBe('fork')
  })

  it('knows the conversations of Gladly', () => {
    const events = { from: 'gladly', name: 'left.over' } as const
    expect(unwantedEvent(head(), { type: 'CONTACT/MESSAGE_RECEIVED' }, { path: 'p', events })).toBeUndefined()
    expect(unwantedEvent(head(), { type: 'TASK/CREATED' }, { path: 'p', events })).toBe('TASK/CREATED')
  })

  it('is none where all are wanted', () => {
    expect(unwantedEvent(head(), {}, { path: 'p' })).toBeUndefined()
    expect(unwantedEvent(head(), {}, { path: 'p', events: { from: 'all', only: [] } })).toBeUndefined()
  })
})

describe('eventId', () => {
  const signed = (scheme: 'github' | 'standard-webhooks' | 'stripe') => ({ type: 'signature', scheme }) as const

  it('comes with the signature, under each of its names', () => {
    const github = { path: 'p', auth: signed('github') }
    expect(eventId(head({ 'x-github-delivery': 'd1' }), {}, github)).toBe('d1')
    expect(eventId(head(), {}, github)).toBeUndefined()
    expect(eventId(head({ 'svix-id': 'm1' }), {}, { path: 'p', auth: signed('standard-webhooks') })).toBe('m1')
  })

  it('is not believed of a stranger', () => {
    expect(eventId(head({ 'x-github-delivery': 'd1' }), {}, { path: 'p', auth: { type: 'none' } })).toBeUndefined()
  })

  it.each([
    [{ id: 'evt_1' }, 'id', 'evt_1'],
    [{ data: [{ id: 7 }] }, 'data[0].id', '7'],
    [{ id: '' }, 'id', undefined],
    [{ id: null }, 'id', undefined],
    [{ id: {} }, 'id', undefined],
    [{ id: 'evt_1' }, 'id[', undefined],
    ['text', 'id', undefined],
  ])('of %o by %s is %s', (body, name, id) => {
    expect(eventId(head(), body, { path: 'p', repeated: { from: 'body', name } })).toBe(id)
  })

  it('keeps all digits of a number', () => {
    const inputs = { path: 'p', repeated: { from: 'body', name: 'id' } } as const
    expect(eventId(head(), { id: 1329018829019312149n }, inputs)).toBe('1329018829019312149')
  })

  it('may be a header, and nothing', () => {
    const inputs = { path: 'p', auth: signed('github') }
    const headers = { 'x-github-delivery': 'd1', 'x-id': 'x1' }
    expect(eventId(head(headers), {}, { ...inputs, repeated: { from: 'header', name: 'X-ID' } })).toBe('x1')
    expect(eventId(head(headers), {}, { ...inputs, repeated: { from: 'none' } })).toBeUndefined()
  })

  it('of any length takes little room', () => {
    const id = eventId(head(), { id: 'x'.repeat(10_000) }, { path: 'p', repeated: { from: 'body', name: 'id' } })
    expect(id).toHaveLength(64)
  })
})
