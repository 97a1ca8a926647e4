import { client, redirectUri, startAuthorizationServer } from '../../../runtime/test/stand-ins/authorization-server.ts'
import { startBridge } from '../../../runtime/test/stand-ins/bridge.ts'
import { bridgeManifest } from '../../../runtime/test/stand-ins/bridge-manifest.ts'
import { axeOf } from './axe-of.ts'
import { expect, test } from './patchbay.ts'

test('an account is connected by way of its service, and not by a way back that was begun elsewhere', async ({
  designer: page,
  patchbay,
  api,
}) => {
  const server = await startAuthorizationServer({ redirectUri: redirectUri.replace(/^https:\/\/[^/]+/, patchbay.url) })
  const account = await api.call<{ id: string }>('POST', '/accounts', {
    type: 'web-call',
    name: 'Shop',
    properties: {
      signIn: 'authorization-code',
      addresses: server.origin,
      // Another site, as services are: the browser sends the cookie of the session with no navigation that comes from there.
      authorizationUrl: `${server.origin.replace('127.0.0.1', 'localhost')}/authorize`,
      tokenUrl: `${server.origin}/token`,
      clientId: client.id,
      clientSecret: client.secret,
    },
  })
  await page.goto(`${patchbay.url}/accounts/${account.id}`)
  await expect(page.getByText('Not connected')).toBeVisible()
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.getByText(/^Connected until/)).toBeVisible()
  await expect(page).toHaveURL(`${patchbay.url}/accounts/${account.id}`)
  expect(server.asked).toEqual([{ grant: 'authorization_code', answer: 'given' }])

  await page.goto(`${patchbay.url}/oauth/callback?state=guessed&error=<b>No</b>`)
  await expect(page.getByRole('alert')).toContainText('Connect the account again.')
  await expect(page.getByText('No', { exact: true })).toHaveCount(0)
  await expect(page).toHaveURL(`${patchbay.url}/oauth/callback`)
  await server.close()
})

test('an account of an imported integration is connected by way of its service, and its bridge is asked', async ({
  designer: page,
  patchbay,
  api,
}) => {
  const server = await startAuthorizationServer({ redirectUri: redirectUri.replace(/^https:\/\/[^/]+/, patchbay.url) })
  const bridge = await startBridge({
    async accepts({ access_token: token }) {
      return (await fetch(`${server.origin}/me`, { headers: { authorization: `Bearer ${token}` } })).status === 200
    },
  })
  await api.call('PUT', '/integrations/frontdesk', bridgeManifest(bridge.origin, { name: 'frontdesk', type: 'oauth2' }))
  const account = await api.call<{ id: string }>('POST', '/accounts', {
    type: 'bridge:frontdesk',
    name: 'Front desk',
    properties: {
      site: server.origin,
      client_id: client.id,
      client_secret: client.secret,
      authorization_url: `${server.origin.replace('127.0.0.1', 'localhost')}/authorize`,
      access_token_url: '/token',
    },
  })
  await page.goto(`${patchbay.url}/accounts/${account.id}`)
  await expect(page.getByText('Not connected')).toBeVisible()
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.getByText(/^Connected until/)).toBeVisible()
  expect(bridge.callsOf('/auth_validation').at(-1)?.auth).toMatchObject({ access_token: server.given[0] })
  await page.getByRole('button', { name: 'Test Connection' }).click()
  await expect(page.getByText('The bridge takes the account.').first()).toBeVisible()
  expect(await axeOf(page)).toEqual([])

  // The person withdraws the access.
  server.endTokens()
  server.withdraw()
  await page.getByRole('button', { name: 'Test Connection' }).click()
  await expect(page.getByText(/does not accept|has lost its access|Connect the account again/).first()).toBeVisible()
  await Promise.all([server.close(), bridge.close()])
})
