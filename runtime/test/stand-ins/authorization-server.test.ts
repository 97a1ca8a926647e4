import * as oauth from 'oauth4webapi'
import { describe, expect, it, onTestFinished } from 'vitest'
import { client, person, redirectUri, startAuthorizationServer } from './authorization-server.ts'

const loopback = { [oauth.allowInsecureRequests]: true }
const self: oauth.Client = { client_id: client.id }
const basic = oauth.ClientSecretBasic(client.secret)

async function setUp() {
  const server = await startAuthorizationServer()
  onTestFinished(() => server.close())
  const as: oauth.AuthorizationServer = {
    issuer: server.origin,
    authorization_endpoint: `${server.origin}/authorize`,
    token_endpoint: `${server.origin}/token`,
  }
  return { server, as }
}

async function authorized({ server, as }: Awaited<ReturnType<typeof setUp>>, verifier: string) {
  const state = oauth.generateRandomState()
  const url = new URL(as.authorization_endpoint ?? '')
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: client.id,
    redirect_uri: redirectUri,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString()
  return oauth.validateAuthResponse(as, self, await server.authorize(url.href), state)
}

describe('the stand-in, asked by a client library of others', () => {
  it('gives tokens for client credentials in either form, and refuses a wrong secret', async () => {
    const { server, as } = await setUp()
    for (const authentication of [basic, oauth.ClientSecretPost(client.secret)]) {
      const response = await oauth.clientCredentialsGrantRequest(as, self, authentication, {}, loopback)
      const { access_token } = await oauth.processClientCredentialsResponse(as, self, response)
      expect(server.given).toContain(access_token)
    }
    const wrong = oauth.ClientSecretBasic('guessed')
    const refused = await oauth.clientCredentialsGrantRequest(as, self, wrong, {}, loopback)
    expect([refused.status, await refused.json()]).toMatchObject([401, { error: 'invalid_client' }])
  })

  it('gives tokens for a password', async () => {
    const { as } = await setUp()
    const ask = async (password: string) =>
      oauth.genericTokenEndpointRequest(as, self, basic, 'password', { username: person.username, password }, loopback)
    expect((await oauth.processGenericTokenEndpointResponse(as, self, await ask(person.password))).token_type).toBe(
      'bearer',
    )
    expect(await (await ask('guessed')).json()).toMatchObject({ error: 'invalid_grant' })
  })

  it('exchanges a code once, with the verifier of its challenge, and rotates refresh tokens', async () => {
    const parts = await setUp()
    const { as } = parts
    const verifier = oauth.generateRandomCodeVerifier()
    const returned = await authorized(parts, verifier)
    const exchange = (given: string) =>
      oauth.authorizationCodeGrantRequest(as, self, basic, returned, redirectUri, given, loopback)
    const tokens = await oauth.processAuthorizationCodeResponse(as, self, await exchange(verifier))
    expect(await (await exchange(verifier)).json()).toMatchObject({ error: 'invalid_grant' })
    const refresh = () => oauth.refreshTokenGrantRequest(as, self, basic, tokens.refresh_token ?? '', loopback)
    const next = await oauth.processRefreshTokenResponse(as, self, await refresh())
    expect(next.refresh_token).not.toBe(tokens.refresh_token)
    expect(await (await refresh()).json()).toMatchObject({ error: 'invalid_grant' })
    const other = await authorized(parts, verifier)
    const guessed = oauth.generateRandomCodeVerifier()
    const wrong = await oauth.authorizationCodeGrantRequest(as, self, basic, other, redirectUri, guessed, loopback)
    expect(await wrong.json()).toMatchObject({ error: 'invalid_grant' })
  })
})
