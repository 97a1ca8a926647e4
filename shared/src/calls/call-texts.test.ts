import { describe, expect, it } from 'vitest'
import { type CallRequest, callText, postmanCollection } from './call-texts.ts'

const request: CallRequest = {
  method: 'POST',
  url: 'https://patchbay.example:8443/triggers/f1',
  headers: [{ name: 'Authorization', value: "Bearer it's" }],
  body: { OrderNo: 'SV-"1"', "who's": null, urgent: true, items: [1, []], empty: {} },
}

describe('a call', () => {
  it('as curl is quoted for a shell', () => {
    expect(callText(request, 'curl')).toBe(
      [
        "curl -X POST 'https://patchbay.example:8443/triggers/f1' \\",
        "  -H 'Authorization: Bearer it'\\''s' \\",
        "  -H 'Content-Type: application/json' \\",
        `  -d '{"OrderNo":"SV-\\"1\\"","who'\\''s":null,"urgent":true,"items":[1,[]],"empty":{}}'`,
      ].join('\n'),
    )
  })

  it('has no body where its method carries none, and the name and password of Basic', () => {
    const { body, ...bare } = { ...request, method: 'GET', user: { name: 'shop', password: 'x' } }
    expect(body).toBeDefined()
    expect(callText(bare, 'curl')).toContain("-u 'shop:x'")
    for (const language of ['curl', 'javascript', 'python'] as const) {
      expect(callText(bare, language)).not.toContain("json'")
      expect(callText(bare, language)).not.toContain('application/json')
    }
  })

  it('as a collection has what version 2.1 of the format asks for', () => {
    const collection = JSON.parse(postmanCollection('Order Ready', request))
    expect(collection.info).toEqual({
      name: 'Order Ready',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    })
    expect(collection.item).toEqual([
      {
        name: 'Order Ready',
        response: [],
        request: {
          method: 'POST',
          header: [
            { key: 'Authorization', value: "Bearer it's" },
            { key: 'Content-Type', value: 'application/json' },
          ],
          body: { mode: 'raw', raw: JSON.stringify(request.body, null, 2), options: { raw: { language: 'json' } } },
          url: {
            raw: request.url,
            protocol: 'https',
            host: ['patchbay', 'example'],
            port: '8443',
            path: ['triggers', 'f1'],
          },
        },
      },
    ])
  })
})
