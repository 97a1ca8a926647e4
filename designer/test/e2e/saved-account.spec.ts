import { client, redirectUri, startAuthorizationServer } from '../../../runtime/test/stand-ins/authorization-server.ts'
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
