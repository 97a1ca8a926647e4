import { describe, expect, it } from 'vitest'
import { files } from '../../../../test/helpers/files.ts'
import { standIn, stepContext } from '../../../../test/helpers/outside-calls.ts'
import { text } from '../../../../test/helpers/stand-in.ts'
import type { WebCallInputs } from '../../../web-call/index.ts'
import { externalWebCallAction } from './run.ts'

function inputsTo(url: string, change: Partial<WebCallInputs> = {}): WebCallInputs {
  return { method: 'GET', url, timeoutSeconds: 5, ...change }
}

async function run(inputs: WebCallInputs, context = stepContext()) {
  return externalWebCallAction.run(inputs, context, externalWebCallAction.prepare?.(inputs))
}

const bytes = (body: Uint8Array, headers: Record<string, string>) =>
  standIn((response) => void response.writeHead(200, headers).end(body))

const wanted = [{ name: 'id', query: 'id' }]

describe('Read Reply As', () => {
  it.each([
    ['json', '{"id":7}', 'text/csv', 7],
    ['xml', '<o><id>7</id></o>', 'text/plain', '7'],
  ] as const)('%s, whatever type is sent', async (readReplyAs, body, contentType, id) => {
    const service = await standIn(text(body, { contentType }))
    const result = await run(inputsTo(service.origin, { readReplyAs, responseVariables: wanted }))
    expect(result).toMatchObject({ exit: 'success', variables: { id } })
  })

  it.each(['json', 'xml'] as const)('%s takes On Failure where the reply is none', async (readReplyAs) => {
    const service = await standIn(text('id=7'))
    const result = await run(inputsTo(service.origin, { readReplyAs, responseVariables: wanted }))
    expect(result).toMatchObject({ exit: 'failure', error: { code: 'RESPONSE_NOT_READABLE' } })
  })

  it('text leaves JSON alone, and $ is all of it', async () => {
    const service = await standIn(text('{"id":7}', { contentType: 'application/json' }))
    const responseVariables = [{ name: 'all', query: '$' }, ...wanted]
    const result = await run(inputsTo(service.origin, { readReplyAs: 'text', responseVariables }))
    expect(result).toMatchObject({
      exit: 'success',
      variables: { all: '{"id":7}', id: null },
      outputs: { responseBody: '{"id":7}' },
      warnings: [{ code: 'QUERY_NO_MATCH' }],
    })
  })

  it('a file keeps the bytes as they came, with name and type', async () => {
    const service = await bytes(files.png, {
      'content-type': 'image/png',
      'content-disposition': 'attachment; filename="map.png"',
    })
    const context = stepContext()
    const result = await run(inputsTo(service.origin, { readReplyAs: 'file' }), context)
    expect(result).toMatchObject({ exit: 'success', outputs: { file: '/media/1', responseBody: '', statusCode: 200 } })
    const kept = await context.services.files.open('/media/1')
    expect(kept).toMatchObject({ name: 'map.png', type: 'image/png' })
    expect(Buffer.from(kept?.bytes ?? []).equals(files.png)).toBe(true)
  })

  it('a file is named by the address where nothing else names it, also a text', async () => {
    const service = await standIn(text('a;b', { contentType: 'text/csv' }))
    const context = stepContext()
    await run(inputsTo(`${service.origin}/reports/may.csv?x=1`, { readReplyAs: 'file' }), context)
    expect(await context.services.files.open('/media/1')).toMatchObject({ name: 'may.csv', type: 'text/csv' })
  })

  it('a file may have 16 MiB, and response variables are empty', async () => {
    const service = await bytes(Buffer.alloc(6 * 1024 * 1024, 1), { 'content-type': 'video/mp4' })
    const result = await run(inputsTo(service.origin, { readReplyAs: 'file', responseVariables: wanted }))
    expect(result).toMatchObject({
      exit: 'success',
      variables: { id: null },
      warnings: [{ message: '$id is empty. The reply is a file.' }],
    })
    const large = await bytes(Buffer.alloc(16 * 1024 * 1024 + 1, 1), {})
    const failure = await run(inputsTo(large.origin, { readReplyAs: 'file' }))
    expect(failure.error?.code).toBe('RESPONSE_TOO_LARGE')
  })

  it('by type keeps a picture as a file, and no reply that is a failure', async () => {
    const service = await bytes(files.png, { 'content-type': 'image/png' })
    expect((await run(inputsTo(service.origin))).outputs).toMatchObject({ file: '/media/1', responseBody: '' })
    const failed = await run(inputsTo(service.origin, { successStatuses: '404' }))
    expect(failed.outputs).not.toHaveProperty('file')
    const unreadable = await run(inputsTo(service.origin, { responseVariables: wanted }))
    expect(unreadable).toMatchObject({ exit: 'failure', error: { code: 'RESPONSE_NOT_READABLE' } })
    expect(unreadable.outputs).not.toHaveProperty('file')
  })

  it.each([
    ['JSON', Buffer.from('{"id":7}'), { id: 7 }],
    ['a text', Buffer.from('id=7'), 'id=7'],
  ])('by type reads %s that is sent as bytes of any kind', async (_what, body, value) => {
    const service = await bytes(body, { 'content-type': 'application/octet-stream' })
    expect((await run(inputsTo(service.origin))).outputs).toMatchObject({ responseBody: value })
  })
})
