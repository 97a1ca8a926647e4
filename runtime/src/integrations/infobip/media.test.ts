import { describe, expect, it, onTestFinished } from 'vitest'
import { files } from '../../../test/helpers/files.ts'
import { standIn } from '../../../test/helpers/outside-calls.ts'
import { accountCall, partsOf } from '../../../test/helpers/service-parts.ts'
import { startStandInOf } from '../../../test/stand-ins/infobip.ts'
import { infobip } from './integration.ts'

const { signal } = accountCall

describe('pictures from Infobip', () => {
  it('are fetched with the API key, which no other host gets', async () => {
    const host = await standIn((response) => void response.writeHead(200).end(files.png))
    const other = await standIn((response) => void response.writeHead(200).end(files.png))
    const service = await startStandInOf()
    onTestFinished(() => service.close())
    const { account, fetchMedia } = partsOf(infobip, service, { properties: { apiUrl: host.origin } })
    const file = await fetchMedia?.(account, { url: `${host.origin}/mms/1/media/1` }, { signal })
    expect(Buffer.from(file?.bytes ?? []).equals(files.png)).toBe(true)
    expect(host.requests[0]?.headers.authorization).toBe(`App ${service.properties.apiKey}`)
    await fetchMedia?.(account, { url: other.origin }, { signal })
    expect(other.requests[0]?.headers).not.toHaveProperty('authorization')
  })
})
