import { bridgeActionType, type IntegrationSummary } from '@patchbay/shared/api'
import { readSampleFlow } from '../../../../runtime/test/helpers/flow-cases.ts'
import { createTicket, myCrm, noPictures, zendesk } from '../../../../shared/src/manifests/test-manifests.ts'
import { lookAtDialog, type Walk } from './screen.ts'

const desk = { ...zendesk, ...noPictures, name: 'front_desk', display_name: 'Front desk' }
const ticket = { ...createTicket, provider: desk.name }
const note = { ...ticket, name: 'add_note', display: 'add a note' }

/** Integrations: none, one that is pasted, in the form, one that a flow uses, and what is said before it is replaced. */
export async function integrationScreens({ page, api, url, look }: Walk): Promise<void> {
  const isList = ({ pathname }: URL) => pathname === '/api/integrations'
  // Others may be there that live flows keep.
  await page.route(isList, (route) => route.fulfill({ json: { items: [], next: null } }))
  await page.goto(`${url}/settings/integrations`)
  await page.getByText('No integrations yet').waitFor()
  await look('no integrations')
  await page.unroute(isList)

  await page.goto(`${url}/settings/new-integration`)
  const json = page.getByRole('textbox', { name: 'JSON of the integration and its actions' })
  await json.fill(JSON.stringify({ ...myCrm, authentication_type: 'customs' }, null, 2))
  await page.getByRole('alert').waitFor()
  await look('integration as JSON with a problem')
  await json.fill(JSON.stringify([myCrm, { ...createTicket, provider: myCrm.name, endpoint: '' }], null, 2))
  await page.getByRole('alert').getByText('actions[0].endpoint').waitFor()
  await page.getByText('Form', { exact: true }).click()
  await page.getByRole('group').filter({ hasText: 'create a ticket' }).locator('summary').first().click()
  await page.getByRole('textbox', { name: 'System name' }).first().waitFor()
  await look('form of an integration')

  // Numbers of versions go on after an earlier walk has removed it.
  const { version } = await api.call<IntegrationSummary>('PUT', `/integrations/${desk.name}`, {
    integration: desk,
    actions: [ticket, note],
  })
  const flowId = await api.deploy(ticketFlow())
  await page.goto(`${url}/settings/integrations`)
  await page.getByRole('link', { name: desk.display_name }).waitFor()
  await look('integrations')
  await page.goto(`${url}/settings/integrations/${desk.name}`)
  await page.getByText('Nothing uses it yet').waitFor({ state: 'detached' })
  await page.getByRole('combobox', { name: 'What is shown' }).click()
  await page.getByRole('option', { name: 'Create a ticket' }).click()
  await look('integration')
  await page.getByRole('group').filter({ hasText: 'create a ticket' }).locator('summary').first().click()
  await page.getByRole('button', { name: 'Add input' }).click()
  await page.getByRole('textbox', { name: 'Label' }).last().fill('Tags')
  await page.getByRole('textbox', { name: 'Key' }).last().fill('tags')
  await page.getByRole('button', { name: 'Save' }).click()
  await lookAtDialog(
    { page, look },
    `Replace version ${version} of ${desk.display_name}?`,
    'difference of two versions',
  )
  await page.getByRole('button', { name: 'Remove action create a ticket' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await lookAtDialog({ page, look }, `${desk.display_name} is used`, 'integration that cannot be replaced')

  await api.call('DELETE', `/flows/${flowId}`)
  await api.call('DELETE', `/integrations/${desk.name}`)
}

/** A live flow with an action of it. */
function ticketFlow() {
  const sample = readSampleFlow('weather-forecast')
  const inputs = { data: { subject: 'A text came', comment: '$ISMS_1.message', priority: 'normal' } }
  const action = { id: 2, type: bridgeActionType(desk.name, ticket.name), name: 'Ticket', inputs }
  return {
    ...sample,
    name: 'Tickets of the front desk',
    nodes: [...sample.nodes.slice(0, 1), { ...action, position: { x: 480, y: 80 } }],
    connections: [{ from: 1, exit: 'next', to: 2 }],
  }
}
