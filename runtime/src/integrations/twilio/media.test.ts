import { describe, expect, it, onTestFinished } from 'vitest'
import { files } from '../../../test/helpers/files.ts'
import { standIn } from '../../../test/helpers/outside-calls.ts'
import { accountCall, partsOf } from '../../../test/helpers/service-parts.ts'
import { accountSid, startStandInOf } from '../../../test/stand-ins/twilio.ts'
import { basicHeader } from '../../kit/service-call.ts'
import { twilio } from './integration.ts'

const { signal } = accountCall

describe('pictures from Twilio', () => {
  it('are fetched with the credential, which the host that Twilio leads to does not get', async () => {
    const service = await startStandInOf()
    onTestFinished(() => service.close())
    const store = await standIn((response) => void response.writeHead(200).end(files.png))
    const twilioHost = await standIn((response, { headers }) => {
      const isKnown = headers.authorization === basicHeader(accountSid, String(service.properties.authToken))[1]
      response.writeHead(isKnown ? 307 : 401, { location: `${store.origin}/signed` }).end()
    })
    const { account, fetchMedia } = partsOf(twilio, { ...service, hosts: { api: twilioHost.origin } })
    const url = `${twilioHost.origin}/2010-04-01/Accounts/${accountSid}/Messages/MM1/Media/ME1`
    const file = await fetchMedia?.(account, { url }, { signal })
    expect(Buffer.from(file?.bytes ?? []).equals(files.png)).toBe(true)
    expect(store.requests[0]?.headers).not.toHaveProperty('authorization')
    await fetchMedia?.(account, { url: `${store.origin}/elsewhere` }, { signal })
    expect(store.requests[1]?.headers).not.toHaveProperty('authorization')
  })
})
