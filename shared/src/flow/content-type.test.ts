import { describe, expect, it } from 'vitest'
import { effectiveContentType } from './content-type.ts'

const hints = { place: 'body', contentTypeField: 'contentType', headersField: 'headers' } as const
const header = (value: unknown, key = 'Content-Type') => ({ key, value })

describe('the content type of a body', () => {
  it('comes from the list or from a header row', () => {
    expect(effectiveContentType({ contentType: 'application/json' }, hints)).toEqual({
      contentType: 'application/json',
    })
    expect(effectiveContentType({ headers: [header('text/xml', 'content-TYPE')] }, hints)).toEqual({
      contentType: 'text/xml',
    })
    expect(effectiveContentType({ contentType: '', headers: [header('')] }, hints)).toEqual({ contentType: undefined })
  })

  it('keeps the charset of a header row that agrees with the list', () => {
    const inputs = { contentType: 'application/json', headers: [header('Application/JSON; charset=utf-8')] }
    expect(effectiveContentType(inputs, hints)).toEqual({ contentType: 'Application/JSON; charset=utf-8' })
  })

  it('is a conflict where list and header rows disagree', () => {
    const inputs = { contentType: 'application/json', headers: [header('x', 'Accept'), header('text/xml')] }
    expect(effectiveContentType(inputs, hints).conflict?.path).toBe('headers[1].value')
    expect(effectiveContentType({ headers: [header('a/b'), header('c/d')] }, hints).conflict?.path).toBe(
      'headers[1].value',
    )
  })

  it('is a conflict where a header row is not fixed text', () => {
    expect(effectiveContentType({ headers: [header('$type')] }, hints).conflict?.message).toMatch(/fixed text/)
    expect(effectiveContentType({ headers: [header({ $secret: 's' })] }, hints).conflict?.path).toBe('headers[0].value')
  })

  it('takes whatever stands in the inputs', () => {
    for (const inputs of [null, 'x', { headers: 3 }, { headers: [null, 7] }, { contentType: {} }]) {
      expect(effectiveContentType(inputs, hints)).toEqual({ contentType: undefined })
    }
  })
})
