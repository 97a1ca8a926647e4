import { expect, it } from 'vitest'
import { standIn, webClient } from '../../../test/helpers/outside-calls.ts'
import { json, type Reply } from '../../../test/helpers/stand-in.ts'
import { checkGateway } from './check.ts'

const { signal } = new AbortController()
const now = () => new Date(Date.UTC(2026, 0, 1))

it('carries the credential to no other host, whatever the header is called', async () => {
  const thief = await standIn(json({ taken: false }, 404))
  const leadAway: Reply = (response) => {
    response.writeHead(307, { location: `${thief.origin}/` })
    response.end()
  }
  const gateway = await standIn(leadAway)
  const credential = {
    authentication: 'header',
    headerName: 'X-Gateway-Login',
    headerValue: 'guser-and-password',
  } as const
  const properties = { url: `${gateway.origin}/messages`, statusUrl: `${gateway.origin}/messages/{id}`, ...credential }
  const { ok, checks } = await checkGateway(properties, { web: webClient(), now, signal })
  expect(gateway.requests[0]?.headers).toMatchObject({ 'x-gateway-login': 'guser-and-password' })
  expect(thief.requests).toEqual([])
  expect(ok).toBe(false)
  expect(checks[0]?.text).toContain('307')
})
