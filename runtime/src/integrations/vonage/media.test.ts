import { describe, expect, it, onTestFinished } from 'vitest'
import { files } from '../../../test/helpers/files.ts'
import { accountCall, partsOf } from '../../../test/helpers/service-parts.ts'
import { application, startStandInOf } from '../../../test/stand-ins/vonage.ts'
import type { WebClient, WebRequest } from '../../platform/egress/web-client.ts'
import { vonage } from './integration.ts'

const { signal } = accountCall

describe('pictures from Vonage', () => {
  it('are fetched with the token of the application, which hosts outside of Vonage do not get', async () => {
    const asked: WebRequest[] = []
    const web: WebClient = {
      async request(request) {
        asked.push(request)
        const { png: raw } = files
        return { statusCode: 200, statusText: '', headers: [], text: '', raw, bytes: raw.length }
      },
    }
    const service = await startStandInOf()
    onTestFinished(() => service.close())
    const { account, fetchMedia } = partsOf(
      vonage,
      { ...service, hosts: { api: 'https://api.nexmo.com' } },
      { web, properties: application },
    )
    for (const [url, gets] of [
      ['https://api.nexmo.com/v3/media/1', true],
      ['https://api-us-3.nexmo.com/v3/media/1', true],
      ['http://api-us-3.nexmo.com/v3/media/1', false],
      ['https://api-us.nexmo.com:8443/v3/media/1', false],
      ['https://api.nexmo.com.example.com/1', false],
      ['https://example.com/1', false],
    ] as const) {
      await fetchMedia?.(account, { url }, { signal })
      const token = asked.at(-1)?.headers.find(([name]) => name === 'authorization')?.[1]
      expect(token?.startsWith('Bearer ey') === true, url).toBe(gets)
    }
  })
})
