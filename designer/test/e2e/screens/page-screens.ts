import type { ContactResource, ConversationResource, FlowResource, NumberResource, Page } from '@patchbay/shared/api'
import { expect } from '@playwright/test'
import { readSampleFlow } from '../../../../runtime/test/helpers/flow-cases.ts'
import { block, panel } from '../board.ts'
import { weatherFlow } from './editor-screens.ts'
import { integrationScreens } from './integration-screens.ts'
import { interactionScreens } from './interaction-screens.ts'
import { lookAtDialog, type Walk } from './screen.ts'
import { webhookScreens } from './webhook-screens.ts'

/** The page of contacts: nobody, a few, one of them, and every dialog. */
async function contactScreens({ page, api, url, look }: Walk): Promise<void> {
  await page.goto(`${url}/contacts`)
  const search = page.getByRole('searchbox', { name: 'Name, number, e-mail or field' })
  await search.fill('nobody is called so')
  await page.getByText('No contact fits').waitFor()
  await look('no contact found')
  await api.call('POST', '/contact-fields', { label: 'Room', kind: 'number' }).catch(() => undefined)
  const fields = { first_name: 'Dana', last_name: 'Whitfield', email: 'dana@brightwater.example' }
  const { id } = await api.call<ContactResource>('POST', '/contacts', { fields })
  await api.call('POST', '/contacts', { fields: { ...fields, first_name: 'Diana' } })
  await page.goto(`${url}/contacts/${id}`)
  await page.getByRole('heading', { name: 'Dana Whitfield' }).waitFor()
  await page.getByText('Contact added').waitFor()
  await look('contact')
  await interactionScreens({ page, look })
  await page
    .getByRole('button', { name: 'Company: empty, edit' })
    .or(page.getByRole('button', { name: /^Phone/ }))
    .first()
    .click()
  await page.getByRole('textbox', { name: /being edited$/ }).waitFor()
  await look('field of a contact')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'More for this contact' }).click()
  await page.getByRole('menuitem', { name: /^Erase/ }).click()
  await page.getByText('Nobody can bring this back.').waitFor()
  await look('erase question')
  await page.getByRole('button', { name: 'Keep contact' }).click()
  await page.getByRole('button', { name: 'More for this contact' }).click()
  await page.getByRole('menuitem', { name: /^Merge/ }).click()
  const dialog = page.getByRole('dialog', { name: /^Merge/ })
  await dialog.getByRole('button', { name: /Diana/ }).first().click()
  await dialog.getByRole('radio', { name: 'Diana', exact: true }).waitFor()
  await look('merge')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'New contact' }).click()
  await lookAtDialog({ page, look }, 'New contact', 'new contact')
  await page.getByRole('button', { name: 'Fields', exact: true }).click()
  await lookAtDialog({ page, look }, 'Your own fields', 'own fields')
  const csv = 'First name,Mobile\nBen,+13055550144\nWrong,\n'
  const file = { name: 'guests.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }
  await page.getByLabel('CSV file with contacts').setInputFiles(file)
  await lookAtDialog({ page, look }, 'Import contacts', 'import of contacts')
}

/** Home, help, flows, runs and numbers, with their dialogs, and addresses that lead nowhere. */
export async function pageScreens(walk: Walk): Promise<void> {
  const { page, url, look } = walk
  const { flowId, runId } = await weatherFlow(walk)
  await page.goto(url)
  await page.getByRole('heading', { name: 'Needs you' }).waitFor()
  await page.getByRole('region', { name: 'Runs' }).waitFor()
  await look('home')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').waitFor()
  await look('palette of pages')
  await page.keyboard.press('Escape')
  await page.goto(`${url}/help`)
  await page.getByRole('heading', { name: 'Ten minutes with the designer' }).waitFor()
  await look('help')
  await page.goto(`${url}/help/nodes/send-sms`)
  await page.getByRole('heading', { name: 'Send SMS', exact: true }).waitFor()
  await look('help about an action')
  await page.goto(`${url}/flows`)
  await page
    .getByRole('row', { name: /Weather Forecast/ })
    .first()
    .waitFor()
  await look('flows')
  await page.getByRole('button', { name: 'More for Weather Forecast' }).first().click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('dialog', { name: /^Delete Weather/ }).waitFor()
  await look('delete question')
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.getByRole('button', { name: 'New Flow' }).first().click()
  await page.getByRole('dialog', { name: 'New Flow' }).waitFor()
  await look('New Flow')
  await page.getByRole('radio', { name: 'Empty flow' }).check()
  await page.getByRole('button', { name: 'Create flow' }).click()
  await page.getByRole('heading', { name: 'What starts this flow?' }).waitFor()
  await look('empty board')
  await page.getByRole('button', { name: 'Choose a template' }).click()
  await page.getByRole('dialog', { name: 'Choose a template' }).waitFor()
  await look('templates')

  await page.goto(`${url}/runs`)
  await page
    .getByRole('link', { name: /^Run of Weather/ })
    .first()
    .waitFor()
  await look('runs')
  await page.goto(`${url}/runs/${runId}?flowId=${flowId}`)
  await page.getByText('3 of 4 actions ran').waitFor()
  await look('run')
  await page.goto(`${url}/runs?q=nothing-like-this`)
  await page.getByText('No run matches').waitFor()
  await look('no run found')

  await page.goto(`${url}/numbers`)
  await page.getByText('Weather line').waitFor()
  await look('numbers')
  await page.getByRole('button', { name: 'Add Address' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Number' }).waitFor()
  await look('add number')
  await page.keyboard.press('Escape')

  await page.goto(`${url}/nothing-here`)
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
  await look('not found')
  await page.goto(`${url}/flows/018f0000-0000-7000-8000-000000000000`)
  await page.getByRole('button', { name: 'Try again' }).waitFor()
  await look('flow not found')
}

/** The pages of people, lists and services, and the settings, with their dialogs. */
export async function houseScreens(walk: Walk): Promise<void> {
  await weatherFlow(walk)
  await inboxScreens(walk)
  await contactScreens(walk)
  await tableScreens(walk)
  await accountScreens(walk)
  await settingsScreens(walk)
  await webhookScreens(walk)
  await integrationScreens(walk)
}

async function inboxScreens({ page, api, url, look }: Walk): Promise<void> {
  await page.goto(`${url}/inbox?view=closed`)
  await page.getByText('Choose a conversation').waitFor()
  await look('inbox without a conversation')
  const contact = '+13055550133'
  const numbers = await api.call<Page<NumberResource>>('GET', '/numbers')
  const free = numbers.items.find(({ flowName }) => flowName === null)?.number
  await api.call('POST', '/simulator/messages', { from: contact, to: free, text: 'Is anybody there?' })
  const conversationId = async () => {
    const conversations = await api.call<Page<ConversationResource>>('GET', '/conversations?limit=200')
    return conversations.items.find(({ contact: { value } }) => value === contact)?.id
  }
  await expect.poll(conversationId).toBeDefined()
  await page.goto(`${url}/inbox/${await conversationId()}?view=open`)
  await page.getByRole('log').getByText('Is anybody there?').first().waitFor()
  await look('conversation')
  await page.getByText('Note', { exact: true }).click()
  await page.getByRole('button', { name: 'Topic' }).click()
  await page.getByText('There are no topics yet.').waitFor()
  await look('note, and topics')
  await page.keyboard.press('Escape')
}

async function tableScreens({ page, url, look, api }: Walk): Promise<void> {
  const name = `Guests ${crypto.randomUUID().slice(0, 8)}`
  const columns = [
    { name: 'Name', type: 'text' },
    { name: 'Member', type: 'boolean' },
  ]
  const { id } = await api.call<{ id: string }>('POST', '/tables', { name, columns, keyColumn: 'name' })
  await page.goto(`${url}/tables`)
  await page.getByRole('link', { name }).waitFor()
  await look('tables')
  await page.getByRole('button', { name: 'New table' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'First column' }).waitFor()
  await look('new table')
  await page.goto(`${url}/tables/${id}`)
  await page.getByText('No rows yet').waitFor()
  await look('empty table')
  await api.call('POST', `/tables/${id}/rows`, { cells: { name: 'Ana', member: true } })
  await page.reload()
  await page.getByRole('button', { name: 'Name: Ana' }).waitFor()
  await look('table')
  await page.getByRole('button', { name: 'Name: Ana' }).click()
  await page.getByRole('textbox', { name: 'New value of Name' }).fill('')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await look('cell that is refused')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Column Name' }).click()
  await page.getByRole('menuitem', { name: 'Use no key' }).waitFor()
  await look('menu of a column')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Add row' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).waitFor()
  await look('add row')
}

async function accountScreens({ page, url, look }: Walk): Promise<void> {
  await page.goto(`${url}/accounts`)
  await page.getByText('Simulator').first().waitFor()
  await look('accounts')
  await page.getByRole('button', { name: 'Add account' }).click()
  const dialog = page.getByRole('dialog')
  await look('account types')
  await dialog.getByText('Zapier', { exact: true }).first().click()
  await dialog.getByRole('button', { name: 'Next' }).click()
  await look('add account')
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Zaps of support')
  await dialog.getByRole('textbox', { name: 'Username' }).fill('zapier-support')
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await page.getByRole('dialog', { name: 'Copy the secret now' }).waitFor()
  await look('account secret')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('heading', { name: 'Zaps of support' }).waitFor()
  await page.getByRole('button', { name: 'Test Connection' }).click()
  await page.getByText(/is not encrypted/).waitFor()
  await look('account')
  await page.getByRole('button', { name: 'Delete account' }).click()
  await page
    .getByRole('dialog', { name: /^Delete Zaps/ })
    .getByRole('button', { name: 'Delete account' })
    .click()
  await page.getByRole('heading', { name: 'Accounts' }).waitFor()
}

async function settingsScreens({ page, url, look }: Walk): Promise<void> {
  await page.goto(`${url}/settings`)
  await page.getByRole('heading', { name: 'API tokens' }).waitFor()
  await look('settings')
  await page.getByRole('button', { name: 'Add user' }).click()
  await lookAtDialog({ page, look }, 'Add a user', 'add user')
  await page.goto(`${url}/account`)
  await page.getByRole('button', { name: 'Create token' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Order database')
  await look('create token')
  await dialog.getByRole('button', { name: 'Create token' }).click()
  await page.getByRole('dialog', { name: 'Copy the token now' }).waitFor()
  await look('token shown once')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page
    .getByRole('row', { name: /Order database/ })
    .first()
    .waitFor()
  await look('tokens')
  await page.goto(`${url}/settings/consent`)
  await page.getByRole('heading', { name: 'Consent' }).waitFor()
  await look('consent')
  await page.getByRole('button', { name: 'Answers' }).click()
  await page.getByRole('textbox', { name: 'To STOP' }).waitFor()
  await look('answers to words of consent')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Opt out' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Contact' }).waitFor()
  await look('opt a contact out')
  await page.keyboard.press('Escape')
}

/** What there is to see when something went wrong: a file of the designer that cannot be loaded. */
export async function brokenScreens({ page, url, look }: Walk): Promise<void> {
  await page.route(/\/assets\/numbers-page/, (route) => route.abort())
  await page.goto(`${url}/numbers`)
  await page.getByRole('alert').getByRole('button').waitFor()
  await look('error boundary')
}

/** Panels of the other kinds of actions, empty and with an error. */
export async function panelScreens({ page, api, url, look }: Walk): Promise<void> {
  const sample = readSampleFlow('ticket-alert')
  const types = ['webhook', 'schedule', 'condition', 'wait', 'set-variables', 'zapier-invoke', 'inbound-api']
  const nodes = types.map((type, index) => ({
    id: index + 1,
    type,
    name: type,
    position: { x: 80 + (index % 3) * 280, y: 80 + Math.floor(index / 3) * 220 },
    inputs: {},
  }))
  const flow = await api.call<FlowResource>('POST', '/flows', { ...sample, nodes, connections: [] })
  await page.goto(`${url}/flows/${flow.id}`)
  for (const [index, type] of types.entries()) {
    await block(page, index + 1).click()
    await panel(page).getByRole('heading', { name: type, exact: true }).waitFor()
    await look(`panel of ${type}`)
  }
}
