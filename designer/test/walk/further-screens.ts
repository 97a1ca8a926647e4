import type { AccountTypeResource, FlowResource, Page } from '@patchbay/shared/api'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, board, panel, toolbarButton } from '../e2e/board.ts'
import { enter } from '../e2e/patchbay.ts'
import { weatherFlow } from '../e2e/screens/editor-screens.ts'
import { lookAtDialog, type Walk } from '../e2e/screens/screen.ts'
import { housePassword } from './full-house.ts'

/** What the walks for axe do not pass: menus, questions, the kinds of tests, and the panel of a flow down to its end. */
export const furtherWalks = {
  'the panel of a flow': flowPanelScreens,
  'tests of every trigger': testScreens,
  'menus and questions of pages': menuScreens,
  'accounts of every type': accountTypeScreens,
  'settings and their dialogs': settingsDialogScreens,
  'what viewers see': viewerScreens,
} as const

async function flowPanelScreens(walk: Walk): Promise<void> {
  const { page, url, look } = walk
  const { flowId } = await weatherFlow(walk)
  await page.goto(`${url}/flows/${flowId}`)
  await panel(page).getByRole('textbox', { name: 'Flow Name' }).waitFor()
  for (const section of ['Alerts', 'Event Handler', 'Limits']) {
    const head = panel(page).getByRole('button', { name: section, exact: true }).first()
    if ((await head.count()) === 0) continue
    if ((await head.getAttribute('aria-expanded')) === 'false') await head.click()
    await head.scrollIntoViewIfNeeded()
    await look(`flow panel ${section}`)
  }
  await block(page, 1).click()
  await block(page, 3).hover()
  await look('tools of a block')
  await page
    .getByRole('button', { name: /^Add an action after/ })
    .first()
    .click()
  await page.getByRole('option').first().waitFor()
  await look('list of actions')
  await page.keyboard.press('Escape')
  await block(page, 2).click()
  await page.getByRole('searchbox', { name: 'Search actions' }).fill('e-mail')
  await look('search without an action')
  await page.getByRole('searchbox', { name: 'Search actions' }).fill('')
  await board(page).click({ position: { x: 30, y: 90 } })
  await page.keyboard.press('n')
  await look('note on the board')
  await toolbarButton(page, 'Save').click()
  await page.getByRole('alert').first().waitFor()
  await look('notice')
}

async function testScreens({ page, api, url, look }: Walk): Promise<void> {
  for (const name of ['order-ready', 'ticket-alert', 'morning-report', 'survey', 'opt-in']) {
    const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow(name))
    await page.goto(`${url}/flows/${flow.id}`)
    await block(page, 1).click()
    await look(`board of ${name}`)
    await toolbarButton(page, 'Test').click()
    await page.getByRole('radiogroup', { name: 'What is tested' }).waitFor()
    await look(`test of ${name}`)
  }
}

async function menuScreens(walk: Walk): Promise<void> {
  const { page, url, look } = walk
  const { runId } = await weatherFlow(walk)
  await page.goto(`${url}/flows`)
  await page
    .getByRole('button', { name: /^More for Weather/ })
    .first()
    .click()
  await page.getByRole('menuitem').first().waitFor()
  await look('menu of a flow')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Account menu' }).click()
  await page.getByRole('menuitem', { name: 'Change password' }).waitFor()
  await look('account menu')
  await page.getByRole('menuitem', { name: 'Change password' }).click()
  await lookAtDialog(walk, 'Change password', 'change password')
  await page.keyboard.press('?')
  await lookAtDialog(walk, 'Keys', 'keys of a page')
  await page.goto(`${url}/numbers`)
  await page.getByText('Weather line').waitFor()
  await page
    .getByRole('button', { name: /^Change / })
    .first()
    .click()
  await page.getByRole('dialog').waitFor()
  await look('change number')
  await page.keyboard.press('Escape')
  await page
    .getByRole('button', { name: /^Delete / })
    .first()
    .click()
  await page.getByRole('dialog').waitFor()
  await look('delete number')
  await page.keyboard.press('Escape')
  await page.goto(`${url}/runs/${runId}`)
  await page.getByRole('button', { name: 'Run it again' }).first().click()
  await page.getByRole('dialog').waitFor()
  await look('replay')
  await page.keyboard.press('Escape')
  await page.goto(`${url}/runs`)
  await page.getByRole('combobox', { name: 'Status' }).click()
  await page.getByRole('option').first().waitFor()
  await look('filter of runs')
  await page.keyboard.press('Escape')
  await page.goto(`${url}/tables`)
  await page.getByRole('link', { name: 'Guests of the house' }).click()
  await page.getByText('Guest 3').first().waitFor()
  await look('table with rows')
}

async function accountTypeScreens({ page, api, url, look }: Walk): Promise<void> {
  const types = await api.call<Page<AccountTypeResource>>('GET', '/account-types')
  for (const { title } of types.items) {
    await page.goto(`${url}/accounts`)
    await page.getByRole('button', { name: 'Add account' }).click()
    const dialog = page.getByRole('dialog')
    const choice = dialog.getByRole('radiogroup').getByText(title, { exact: true })
    if ((await choice.count()) === 0) continue
    await choice.first().click()
    await dialog.getByRole('button', { name: 'Next' }).click()
    await dialog.getByRole('button', { name: 'Create account' }).waitFor()
    await look(`new account of ${title}`)
  }
}

async function settingsDialogScreens({ page, url, look }: Walk): Promise<void> {
  await page.goto(`${url}/settings`)
  await page
    .getByRole('button', { name: /^Make a link for a new password of Alex/ })
    .first()
    .click()
  await page.getByRole('dialog').waitFor()
  await look('link for a password')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Change the roles of Ben Ito' }).click()
  await lookAtDialog({ page, look }, 'Roles of Ben Ito', 'roles of a person')
  await page.goto(`${url}/settings/consent`)
  await page.getByRole('button', { name: 'Quiet hours' }).click()
  await page.getByRole('dialog', { name: 'Quiet hours' }).waitFor()
  await look('quiet hours')
}

async function viewerScreens(walk: Walk): Promise<void> {
  const { page, url, look } = walk
  const { flowId } = await weatherFlow(walk)
  await page.context().clearCookies()
  await page.goto(`${url}/sign-in?to=/flows`)
  await enter(page, { email: 'ben@example.com', password: housePassword })
  await page.getByRole('heading', { name: 'Flows' }).waitFor()
  await look('flows of a viewer')
  await page.goto(`${url}/flows/${flowId}`)
  for (const id of [1, 2, 3]) {
    await block(page, id).click()
    await look(`panel of #${id} for a viewer`)
  }
  await page.goto(`${url}/settings`)
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
  await look('settings of a viewer')
}
