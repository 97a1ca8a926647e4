import { describe, expect, it } from 'vitest'
import { files } from '../../../../test/helpers/files.ts'
import { standIn, stepContext } from '../../../../test/helpers/outside-calls.ts'
import { json, type TakenRequest } from '../../../../test/helpers/stand-in.ts'
import { readMultipart } from '../../../platform/content/read-multipart.ts'
import type { WebCallInputs } from '../../../web-call/index.ts'
import { externalWebCallAction } from './run.ts'

type Parts = NonNullable<WebCallInputs['parts']>

function inputsTo(url: string, parts: Parts, change: Partial<WebCallInputs> = {}): WebCallInputs {
  return { method: 'POST', url, timeoutSeconds: 5, contentType: 'multipart/form-data', parts, ...change }
}

async function run(inputs: WebCallInputs, context = stepContext()) {
  return externalWebCallAction.run(inputs, context, externalWebCallAction.prepare?.(inputs))
}

const received = ({ body, headers }: TakenRequest) => readMultipart(Buffer.from(body), headers['content-type'] ?? '')

describe('a multipart body', () => {
  it('carries texts and files: one from the web, and one that is kept here', async () => {
    const web = await standIn((response) => void response.writeHead(200, { 'content-type': 'text/csv' }).end('a;b'))
    const service = await standIn(json({}))
    const context = stepContext()
    const { url } = await context.services.files.keep({ bytes: Buffer.from('kept'), type: 'text/plain', name: 'k.txt' })
    const parts: Parts = [
      { name: 'note', value: 'Zoë' },
      { name: 'data', kind: 'text', value: '{"a":1}', type: 'application/json' },
      { name: 'report', kind: 'file', value: ` ${web.origin}/r `, fileName: 'may.csv' },
      { name: 'kept', kind: 'file', value: url },
      { name: 'absent', kind: 'file', value: '' },
      { name: '', value: 'nameless' },
    ]
    const headers = [{ key: 'Content-Type', value: 'multipart/mixed' }]
    expect(await run(inputsTo(service.origin, parts, { headers, body: 'left over' }), context)).toMatchObject({
      exit: 'success',
    })
    const [request] = service.requests
    expect(request?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=patchbay-[\w-]+$/)
    expect(Number(request?.headers['content-length'])).toBe(Buffer.byteLength(request?.body ?? ''))
    expect(request && received(request)).toEqual({
      note: 'Zoë',
      data: { a: 1 },
      report: { filename: 'may.csv', contentType: 'text/csv', size: 3, text: 'a;b' },
      kept: { filename: 'k.txt', contentType: 'text/plain', size: 4, text: 'kept' },
    })
    expect(web.requests[0]?.headers).not.toHaveProperty('authorization')
  })

  it('is not sent when a file cannot be had, and may be tried again', async () => {
    const gone = await standIn(json({}, 404))
    const service = await standIn(json({}))
    const result = await run(inputsTo(service.origin, [{ name: 'photo', kind: 'file', value: gone.origin }]))
    expect(result).toMatchObject({
      exit: 'failure',
      error: {
        code: 'HTTP_STATUS',
        message: expect.stringMatching(/^The file for photo cannot be sent: .+ answered 404/),
      },
      retryAdvice: { outcome: 'not-reached', isSure: true },
    })
    expect(service.requests).toEqual([])
  })

  it.each([
    ['photo.jpg', 'INVALID_VALUE'],
    ['http://10.0.0.1/photo.jpg', 'EGRESS_REFUSED'],
  ])('takes no file from %s', async (value, code) => {
    const service = await standIn(json({}))
    const result = await run(inputsTo(service.origin, [{ name: 'photo', kind: 'file', value }]))
    expect(result).toMatchObject({ exit: 'failure', error: { code } })
    expect(service.requests).toEqual([])
  })

  it('has at most 16 MiB', async () => {
    const service = await standIn(json({}))
    const context = stepContext()
    const { url } = await context.services.files.keep({ bytes: Buffer.alloc(9 * 1024 * 1024) })
    const parts: Parts = [1, 2].map((number) => ({ name: `f${number}`, kind: 'file', value: url }))
    expect(await run(inputsTo(service.origin, parts), context)).toMatchObject({ error: { code: 'VALUE_TOO_LARGE' } })
    expect(service.requests).toEqual([])
  })

  it('is shown in a test with the size of its files', async () => {
    const service = await standIn(json({}))
    const context = stepContext()
    const { url } = await context.services.files.keep({ bytes: files.png, type: 'image/png', name: 'p.png' })
    const inputs = inputsTo(service.origin, [{ name: 'photo', kind: 'file', value: url }])
    const shown = await externalWebCallAction.test?.(inputs, context, externalWebCallAction.prepare?.(inputs))
    expect(shown?.request?.body).toMatch(/filename="p\.png"\r\nContent-Type: image\/png\r\n\r\n\([\d,]+ bytes\)\r\n/)
  })
})
