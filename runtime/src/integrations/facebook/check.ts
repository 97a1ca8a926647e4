import type { AccountCheck } from '@patchbay/shared/api'
import { accountCheck, checkLine } from '../../kit/account-check.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { type FacebookCall, type FacebookHost, requireGraph } from './calls.ts'

/** Test Connection: reads the page, and whether its messages come here. Sends nothing. */
export async function checkFacebook(host: FacebookHost, call: FacebookCall): Promise<AccountCheck> {
  const page = await checkLine(() => checkPage(host, call))
  if (!page.ok) return accountCheck([page], '')
  const events = await checkLine(() => checkEvents(host, call))
  const secret = await checkLine(async () => {
    if ((call.properties.appSecret ?? '') !== '') return 'Facebook signs what it sends.'
    throw refusedCall('App Secret is empty: nobody knows whether a message comes from Facebook. Enter it.')
  })
  return accountCheck([page, events, secret], 'Facebook answers.')
}

async function checkPage(host: FacebookHost, call: FacebookCall): Promise<string> {
  const page = await requireGraph(host, call, { method: 'GET', path: '/me', query: { fields: 'id,name,username' } })
  const { pageId, pageUsername } = call.properties
  const [id, name, username] = ['id', 'name', 'username'].map((field) => textOf(fieldOf(page, field)))
  if (id !== pageId) throw refusedCall(`The token belongs to "${name}" (${id}), and not to the page ${pageId}.`)
  const wanted = pageUsername.replace(/^@/, '').toLowerCase()
  if (username !== undefined && username !== '' && username.toLowerCase() !== wanted) {
    throw refusedCall(`The page is called @${username}, and not @${wanted}.`)
  }
  return `The page "${name}" answers.`
}

async function checkEvents(host: FacebookHost, call: FacebookCall): Promise<string> {
  const path = `/${call.properties.pageId}/subscribed_apps`
  const apps = fieldOf(await requireGraph(host, call, { method: 'GET', path }), 'data')
  if (!Array.isArray(apps) || apps.length === 0) {
    throw refusedCall('No app gets the messages of the page, so none come here. Set Webhook.')
  }
  return 'The app gets the messages of the page.'
}
