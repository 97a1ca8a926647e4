import type { Locator, Page } from '@playwright/test'
import { json, type Reply } from '../../../runtime/test/helpers/stand-in.ts'
import { startBridge } from '../../../runtime/test/stand-ins/bridge.ts'
import { createTicket, myCrm, zendesk } from '../../../shared/src/manifests/test-manifests.ts'
import { axeOf } from './axe-of.ts'
import {
  assignNumber,
  block,
  board,
  connect,
  dragAction,
  fillTemplate,
  panel,
  saveAndDeploy,
  toolbarButton,
} from './board.ts'
import { expect, test } from './patchbay.ts'

test('two manifests as documented become an account type and a block, and a text is answered with what the bridge says', async ({
  designer: page,
  patchbay,
  ownNumber,
}) => {
  test.slow()
  const bridge = await startBridge()
  const at = (manifest: object) =>
    JSON.stringify(manifest, null, 2).replaceAll('https://bridge.example.com', bridge.origin)
  bridge.answerWith('/images/logo.png', drawing('teal'))
  bridge.answerWith('/images/icon.png', drawing('tomato'))
  bridge.answerWith('/mycrm/auth_validation', json({ tenant_id: 'tn-4471' }, 200))
  bridge.answerWith('/zendesk/create_ticket', json({ message: 'Ticket 42 is open', external_id: '42' }, 201))

  // Pasted, with a mistake first.
  await page.goto(`${patchbay.url}/settings`)
  await page.getByRole('link', { name: 'Open integrations' }).click()
  await page.getByRole('link', { name: 'Add integration' }).click()
  const text = page.getByRole('textbox', { name: 'JSON of the integration and its actions' })
  await text.fill(at({ ...myCrm, authentication_type: 'customs' }))
  await expect(page.getByRole('alert')).toContainText('Line 7 authentication_type')
  await expectNothingFound(page)
  await text.fill(at(myCrm))
  await expect(page.getByText('Kinds of interactions')).toHaveCount(0)
  await page.getByText('Form', { exact: true }).click()
  await expect(page.getByRole('textbox', { name: 'System name' })).toHaveValue('mycrm')
  await expect(page.getByText('The first part of the address of your CRM')).toBeVisible()
  await expect(page.getByText('.mycrm.example.com', { exact: true })).toBeVisible()
  await expectNothingFound(page)
  await page.getByRole('button', { name: 'Add integration' }).click()
  await expect(page.getByRole('heading', { name: 'My CRM' })).toBeVisible()

  // An account of it, which the bridge has to take.
  await page.goto(`${patchbay.url}/accounts`)
  await page.getByRole('button', { name: 'Add account' }).first().click()
  const dialog = page.getByRole('dialog')
  await expectShown(dialog.locator('label', { hasText: 'My CRM' }).locator('img'))
  await dialog.getByRole('radio', { name: 'My CRM' }).check({ force: true })
  await dialog.getByRole('button', { name: 'Next' }).click()
  await dialog.getByRole('textbox', { name: /^Name/ }).fill('Our CRM')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate(() => navigator.clipboard.writeText('https://northwind.mycrm.example.com'))
  const account = dialog.getByRole('textbox', { name: /^Account/ })
  await account.focus()
  await page.keyboard.press('ControlOrMeta+V')
  await expect(account).toHaveValue('northwind')
  await expect(account).toHaveAccessibleDescription(/https:\/\/ \.mycrm\.example\.com$/)
  await dialog.getByLabel(/^API token/).fill('k-31f0')
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await expect(dialog.getByText(/^whsec_/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('heading', { name: 'Our CRM' })).toBeVisible()
  expect(bridge.callsOf('/mycrm/auth_validation').map(({ auth }) => auth)).toEqual([
    { account: 'northwind', token: 'k-31f0' },
  ])

  // Uploaded, as two files.
  await page.goto(`${patchbay.url}/settings/new-integration`)
  await page.getByLabel('JSON files of the integration and its actions').setInputFiles(
    [zendesk, createTicket].map((manifest, row) => ({
      name: `${row}.json`,
      mimeType: 'application/json',
      buffer: Buffer.from(at(manifest)),
    })),
  )
  await page.getByRole('button', { name: 'Add integration' }).click()
  await expect(page.getByRole('heading', { name: 'Zendesk' })).toBeVisible()

  await page.goto(`${patchbay.url}/flows`)
  await page.getByRole('button', { name: 'New Flow' }).first().click()
  await page.getByRole('button', { name: 'Create flow' }).click()
  await dragAction(page, 'Inbound SMS', { x: 120, y: 320 })
  await dragAction(page, 'Create a ticket', { x: 380, y: 320 })
  await dragAction(page, 'Send SMS', { x: 650, y: 320 })
  const picture = block(page, 2).locator('img')
  await expectShown(picture)
  await connect(page, { from: 1, exit: 'Next', to: 2 })
  await connect(page, { from: 2, exit: 'On Success', to: 3 })
  await block(page, 2).click()
  await panel(page).getByRole('combobox', { name: 'Priority' }).click()
  await page.getByRole('option', { name: 'A variable…' }).click()
  await fillTemplate(panel(page), 'Priority', '$ISMS_1.message')
  await panel(page).getByRole('button', { name: 'List', exact: true }).click()
  await panel(page).getByRole('combobox', { name: 'Priority' }).click()
  await page.getByRole('option', { name: 'high' }).click()
  await fillTemplate(panel(page), 'Comment', 'They say: $ISMS_1.message')
  await block(page, 3).click()
  await fillTemplate(panel(page), 'Message', '$BRIDGE_2.message, thank you.')
  await board(page).click({ position: { x: 30, y: 60 } })
  await panel(page).getByRole('textbox', { name: 'Flow Name' }).fill('Tickets by text')
  await saveAndDeploy(page)
  await assignNumber(page, ownNumber)
  await toolbarButton(page, 'Test').click()
  const simulator = page.getByRole('complementary', { name: 'Simulator' })
  await simulator.getByRole('textbox', { name: 'Text message' }).fill('The box is wet')
  await simulator.getByRole('button', { name: 'Send' }).click()
  await expect(simulator.getByText('Ticket 42 is open, thank you.', { exact: true })).toBeVisible()
  expect(bridge.callsOf('/zendesk/create_ticket')[0]?.data).toMatchObject({
    comment: 'They say: The box is wet',
    priority: 'high',
  })

  // Nothing in a drawing runs, not even where somebody opens it by itself.
  const alone = await page.context().newPage()
  await alone.goto(new URL((await picture.getAttribute('src')) ?? '', patchbay.url).href)
  expect(await alone.locator('svg').getAttribute('data-ran')).toBeNull()
  await alone.close()

  // What the live flow uses can neither be deleted nor left out.
  await page.goto(`${patchbay.url}/settings/integrations/zendesk`)
  await page.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('dialog').getByRole('link', { name: 'Tickets by text' })).toBeVisible()
  await expectNothingFound(page)
  await page.keyboard.press('Escape')

  // A newer version is shown before it replaces the other one, and offered where the flow has the block.
  await page.getByRole('group').filter({ hasText: 'Create a ticket' }).locator('summary').first().click()
  await page.getByRole('button', { name: 'Add input' }).click()
  await page.getByRole('textbox', { name: 'Label' }).last().fill('Tags')
  await page.getByRole('textbox', { name: 'Key' }).last().fill('tags')
  await page.getByRole('button', { name: 'Save' }).click()
  const difference = page.getByRole('dialog', { name: 'Replace version 1 of Zendesk?' })
  await expect(difference.getByText('actions.create_ticket.inputs.tags')).toBeVisible()
  await expectNothingFound(page)
  await difference.getByRole('button', { name: 'Replace it' }).click()
  await expect(page.getByText('Version 2', { exact: true }).first()).toBeVisible()
  await page.goto(`${patchbay.url}/flows`)
  await page.getByRole('link', { name: 'Tickets by text' }).first().click()
  await block(page, 2).click()
  await expect(panel(page).getByText('New: Tags')).toBeVisible()
  await panel(page).getByRole('button', { name: 'Use the newer version' }).click()
  await expect(panel(page).getByRole('textbox', { name: 'Tags' })).toBeVisible()
  await bridge.close()
})

test('pictures that cannot be fetched are told with what to do, until they are there', async ({
  designer: page,
  patchbay,
}) => {
  const bridge = await startBridge()
  bridge.answerWith('/logo.png', json({}, 404))
  bridge.answerWith('/icon.svg', json({}, 200))
  const pictures = { logo_url: `${bridge.origin}/logo.png`, icon_url: `${bridge.origin}/icon.svg` }
  const guests = { ...myCrm, name: 'guests', display_name: 'Guests', ...pictures }
  await patchbay.api('PUT', '/integrations/guests', guests)
  await page.goto(`${patchbay.url}/settings/integrations/guests`)
  const note = page.getByRole('status').filter({ hasText: 'could not be fetched' })
  await expect(note).toContainText('2 pictures could not be fetched')
  await expect(note).toContainText(`Logo: ${pictures.logo_url}Nothing is at the address: it answers 404.`)
  await expect(note).toContainText('What is at the address is no picture. Use a PNG')
  await expectNothingFound(page)
  bridge.answerWith('/logo.png', drawing('teal'))
  bridge.answerWith('/icon.svg', drawing('tomato'))
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(note).toHaveCount(0)
  await expectShown(page.locator('section', { hasText: 'Preview' }).locator('img').first())
  await bridge.close()
})

test('the form takes over what was pasted last, though the server has looked at an earlier text only', async ({
  designer: page,
  patchbay,
}) => {
  await page.goto(`${patchbay.url}/settings/new-integration`)
  const text = page.getByRole('textbox', { name: 'JSON of the integration and its actions' })
  const checked = page.waitForResponse(/\/api\/integrations\/check$/)
  await text.fill(JSON.stringify({ ...myCrm, vendor: 'A note is shown for it.' }))
  expect(await (await checked).json()).toMatchObject({ errors: [], manifest: { integration: { name: 'mycrm' } } })
  await expect(page.getByText(/^Taken, with/)).toBeVisible()
  // From here on it never answers.
  await page.route('**/api/integrations/check', () => undefined)
  await text.fill(JSON.stringify({ ...myCrm, description: 'Finds the guests of a hotel.' }))
  await page.getByText('Form', { exact: true }).click()
  await expect(page.getByRole('textbox', { name: 'Description' })).toHaveValue('Finds the guests of a hotel.')
})

test('what is typed while a save is on its way stays, and can be saved', async ({ designer: page, api, patchbay }) => {
  const desk = { ...zendesk, name: 'late_desk', display_name: 'Late desk' }
  await page.goto(`${patchbay.url}/settings/new-integration`)
  await page
    .getByRole('textbox', { name: 'JSON of the integration and its actions' })
    .fill(JSON.stringify([desk, { ...createTicket, provider: desk.name }]))
  await page.getByText('Form', { exact: true }).click()
  const description = page.getByRole('textbox', { name: 'Description' }).first()
  const release = await holdBack(page, `**/api/integrations/${desk.name}`)
  await page.getByRole('button', { name: 'Add integration' }).click()
  await description.fill('Typed while it was added.')
  await release()
  await expect(page.getByText('Saved Successfully!')).toBeVisible()
  await expect(description).toHaveValue('Typed while it was added.')

  await page.goto(`${patchbay.url}/settings/integrations/${desk.name}`)
  await description.fill('Typed first.')
  // The list of changes is asked for before the dialog is there.
  const releaseCheck = await holdBack(page, '**/api/integrations/check')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await description.fill('Typed while it was saved.')
  await releaseCheck()
  await page.getByRole('dialog').getByRole('button', { name: 'Replace it' }).click()
  await expect(page.getByText('Version 2', { exact: true }).first()).toBeVisible()
  await expect(description).toHaveValue('Typed while it was saved.')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Replace it' }).click()
  await expect(page.getByText('Version 3', { exact: true }).first()).toBeVisible()
  expect(await api.call('GET', `/integrations/${desk.name}`)).toMatchObject({
    manifest: { integration: { description: 'Typed while it was saved.' } },
  })
})

test('an earlier version is brought back whole', async ({ designer: page, api, patchbay }) => {
  const crm = { ...myCrm, name: 'crm_of_old', display_name: 'CRM of old' }
  await api.call('PUT', `/integrations/${crm.name}`, { ...crm, interaction_types: ['Ticket', 'Case'] })
  await api.call('PUT', `/integrations/${crm.name}`, { ...crm, interaction_types: ['Call'] })
  await page.goto(`${patchbay.url}/settings/integrations/${crm.name}`)
  const types = page.getByRole('textbox', { name: 'Kinds of interactions' })
  await expect(types).toHaveValue('Call')
  await types.fill('Call, ')
  await expect(types).toHaveValue('Call, ')
  const load = page.getByRole('button', { name: 'Load version 1 into the editor' })
  await load.click()
  await expect(types).toHaveValue('Ticket, Case')

  // It takes the place of nothing that people typed, unless they say so.
  await types.fill('Ticket, Case, Visit')
  await load.click()
  const question = page.getByRole('dialog', { name: 'Discard your changes?' })
  await question.getByRole('button', { name: 'Keep editing' }).click()
  await expect(types).toHaveValue('Ticket, Case, Visit')
  await load.click()
  await question.getByRole('button', { name: 'Discard changes' }).click()
  await expect(types).toHaveValue('Ticket, Case')
})

test('the preview stays in sight at the end of a long form', async ({ designer: page, patchbay }) => {
  await page.goto(`${patchbay.url}/settings/new-integration`)
  await page
    .getByRole('textbox', { name: 'JSON of the integration and its actions' })
    .fill(JSON.stringify([myCrm, { ...createTicket, provider: myCrm.name }]))
  await page.getByText('Form', { exact: true }).click()
  await page.getByRole('button', { name: 'Add integration' }).scrollIntoViewIfNeeded()
  await expect(page.getByRole('heading', { name: 'About' })).not.toBeInViewport()
  await expect(page.getByRole('heading', { name: 'Preview' })).toBeInViewport()
})

/** Holds requests back until the caller lets them go. */
async function holdBack(page: Page, address: string): Promise<() => Promise<void>> {
  const { promise: isFree, resolve: free } = Promise.withResolvers<void>()
  const isHeld = page.waitForRequest(address)
  await page.route(address, async (route) => {
    await isFree
    await route.continue()
  })
  return async () => {
    await isHeld
    free()
  }
}

/** A logo with a script that leaves a mark in it. */
function drawing(colour: string): Reply {
  const script = "<script>document.documentElement.dataset.ran = 'yes'</script>"
  const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8H0z" fill="${colour}"/>${script}</svg>`
  return (response) => {
    response.writeHead(200, { 'content-type': 'image/svg+xml' })
    response.end(text)
  }
}

/** It is there and could be drawn. */
async function expectShown(picture: Locator): Promise<void> {
  await expect(picture).toHaveAttribute('src', /^\/api\/integrations\//)
  await expect(picture).toHaveJSProperty('complete', true)
  await expect(picture).not.toHaveJSProperty('naturalWidth', 0)
}

async function expectNothingFound(page: Page): Promise<void> {
  expect.soft(await axeOf(page)).toEqual([])
}
