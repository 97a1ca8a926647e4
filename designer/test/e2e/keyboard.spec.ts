import type { Locator, Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { adminEmail, adminPassword } from '../../../runtime/test/helpers/runtime-process.ts'
import { forecastText, weatherService } from '../../../runtime/test/helpers/weather.ts'
import type { FlowResource } from '../../../shared/src/api/index.ts'
import { panel } from './board.ts'
import { expect, test } from './patchbay.ts'

/** Goes on with Tab until `target` has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toBeVisible()
  for (let press = 0; press < 80; press += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error(`Tab does not lead to ${target.toString()}.`)
}

/** Runs a command, adds an action or goes somewhere through the command palette. */
async function palette(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: 'Search commands, actions and flows' })).toBeFocused()
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toHaveCount(0)
}

/** Picks from the search that a command has opened. */
async function pick(page: Page, dialog: string | RegExp, words: string): Promise<void> {
  await expect(page.getByRole('dialog', { name: dialog }).getByRole('combobox')).toBeFocused()
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
}

function line(page: Page, name: string | RegExp): Locator {
  return page.getByRole('treeitem', { name, exact: true })
}

test('the weather flow is built, deployed and answers, without a mouse', async ({ page, api, patchbay, service }) => {
  test.slow()
  // A number of its own: other tests text the others.
  await api.call('POST', '/numbers', { number: '+13055550188', label: 'Keyboard' })
  service.replyWith(weatherService())
  await page.goto(`${patchbay.url}/flows`)
  await tabTo(page, page.getByRole('textbox', { name: 'E-mail' }))
  await page.keyboard.type(adminEmail)
  await tabTo(page, page.getByRole('textbox', { name: 'Password' }))
  await page.keyboard.type(adminPassword)
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('button', { name: 'New Flow' }).first())
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('button', { name: 'Create flow' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'What starts this flow?' })).toBeVisible()

  await page.keyboard.press('o')
  await palette(page, 'add inbound sms')
  await expect(line(page, /^#1 Inbound SMS/)).toBeFocused()
  await page.keyboard.press('a')
  await pick(page, 'Add an action after Next of #1', 'web call')
  await expect(line(page, /^#2 /)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(line(page, 'On Success, not connected')).toBeFocused()
  await page.keyboard.press('Enter')
  await pick(page, 'Add an action after On Success of #2', 'send sms')
  await expect(line(page, /^#3 /)).toBeFocused()
  await page.keyboard.press('End')
  await expect(line(page, 'On Failure, not connected').last()).toBeFocused()
  await page.keyboard.press('Enter')
  await pick(page, 'Add an action after On Failure of #2', 'send sms')
  await expect(line(page, /^#4 /)).toBeFocused()

  await palette(page, 'go to #2')
  await page.keyboard.press('F2')
  await expect(page.getByRole('dialog', { name: 'Rename #2' }).getByRole('textbox')).toBeFocused()
  await page.keyboard.type('Forecast')
  await page.keyboard.press('Enter')
  await expect(line(page, /^#2 Forecast/)).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, panel(page).getByRole('textbox', { name: 'URL of Service' }))
  await page.keyboard.type(`${service.origin}/gridpoints/MFL/109,62/forecast`)
  await tabTo(page, panel(page).getByRole('button', { name: 'Add header' }))
  await page.keyboard.press('Enter')
  await tabTo(page, panel(page).getByRole('textbox', { name: /^Key/ }))
  await page.keyboard.type('User-Agent')
  await tabTo(page, panel(page).getByRole('textbox', { name: /^Value/ }))
  await page.keyboard.type('patchbay')
  for (const [index, [name, query]] of [
    ['temp', 'temperature'],
    ['winds', 'windSpeed'],
    ['forecast', 'detailedForecast'],
  ].entries()) {
    await tabTo(page, panel(page).getByRole('button', { name: 'Add variable' }))
    await page.keyboard.press('Enter')
    await tabTo(page, panel(page).getByRole('textbox', { name: `Name, row ${index + 1}` }), 'Shift+Tab')
    await page.keyboard.type(name ?? '')
    await page.keyboard.press('Tab')
    await page.keyboard.type(query ?? '')
  }
  await page.keyboard.press('Escape')
  await expect(line(page, /^#2 Forecast/)).toBeFocused()

  await writeMessage(page, 3, "It's currently $temp F with $winds winds. $forecast Enjoy your stay!")
  await writeMessage(page, 4, 'Sorry, try again later.')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Saved Successfully!')).toBeVisible()
  await page.keyboard.press('Control+Shift+D')
  await expect(page.getByText('Deployed Successfully!')).toBeVisible()

  await palette(page, 'assign number')
  const numbers = page.getByRole('dialog', { name: 'Number Assignment' })
  await tabTo(page, numbers.getByRole('checkbox', { name: /305 555 0188/ }))
  await page.keyboard.press('Space')
  await tabTo(page, numbers.getByRole('button', { name: 'Assign Flow' }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await expect(numbers.getByText('This flow')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(numbers).toHaveCount(0)

  await palette(page, 'test')
  const simulator = page.getByRole('complementary', { name: 'Simulator' })
  await tabTo(page, simulator.getByRole('textbox', { name: 'Text message' }))
  await page.keyboard.type('Weather')
  await page.keyboard.press('Enter')
  await expect(simulator.getByText(forecastText, { exact: true })).toBeVisible()
})

async function writeMessage(page: Page, nodeId: number, text: string): Promise<void> {
  await palette(page, `go to #${nodeId}`)
  await expect(line(page, new RegExp(`^#${nodeId} `))).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, panel(page).getByRole('textbox', { name: 'Message' }))
  await page.keyboard.type(text)
  // Closes the completion of variables, if it is open, then leaves the field.
  await page.keyboard.press('Escape')
  if (!(await line(page, new RegExp(`^#${nodeId} `)).evaluate((row) => row === document.activeElement))) {
    await page.keyboard.press('Escape')
  }
  await expect(line(page, new RegExp(`^#${nodeId} `))).toBeFocused()
}

test('the outline connects, disconnects, reorders, switches off and deletes as the board does', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await page.getByRole('article', { name: /^#1 / }).waitFor()
  await page.keyboard.press('o')
  await expect(line(page, /^#1 /)).toBeFocused()
  await expect(page.getByRole('main', { name: 'Outline' })).toBeVisible()

  await palette(page, 'go to #4')
  await expect(line(page, /^#4 /)).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(line(page, 'On Failure').first()).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(line(page, 'Not reached from any trigger')).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'On Failure of #2 Forecast is not connected' })).toHaveCount(
    1,
  )
  await page.keyboard.press('c')
  await pick(page, 'Connect On Failure of #2', '#4')
  await expect(line(page, 'Not reached from any trigger')).toHaveCount(0)

  await palette(page, 'go to #3')
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menuitem', { name: /^Open settings/ })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(line(page, /^#3 /)).toBeFocused()
  await page.keyboard.press('a')
  await pick(page, 'Add an action after On Success of #3', 'send sms')
  await expect(line(page, /^#5 /)).toBeFocused()
  await page.keyboard.press('Alt+ArrowUp')
  await expect(line(page, /^#5 /)).toBeFocused()
  await palette(page, 'disable')
  await expect(line(page, /^#5 .*switched off/)).toBeVisible()
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Saved Successfully!')).toBeVisible()
  const { document } = await api.call<FlowResource>('GET', `/flows/${flow.id}`)
  expect(document.connections.map(({ from, exit, to }) => `${from} ${exit} ${to}`).toSorted()).toEqual([
    '1 next 2',
    '2 failure 4',
    '2 success 5',
    '5 success 3',
  ])
  expect(document.nodes.find(({ id }) => id === 5)).toMatchObject({ disabled: true })
  await page.keyboard.press('Delete')
  await expect(line(page, /^#5 /)).toHaveCount(0)
  await expect(page.getByRole('tree').locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Control+z')
  await expect(line(page, /^#5 /)).toHaveCount(1)
})

test('F6 walks through the panes, Esc leads back to the block one was at', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  const first = page.getByRole('article', { name: /^#1 / })
  await first.waitFor()
  const pane = () => page.evaluate(() => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane'))
  for (const name of ['toolbar', 'actions', 'board', 'panel', 'toolbar']) {
    await page.keyboard.press('F6')
    expect(await pane()).toBe(name)
  }
  await page.keyboard.press('Escape')
  await expect(first).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('article', { name: /^#2 / })).toBeFocused()
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox', { name: 'Search actions' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('article', { name: /^#2 / })).toBeFocused()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('article', { name: /^#2 / })).toBeFocused()
})

test('the list of keys has every command of the palette', async ({ designer: page, api, patchbay }) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await page.getByRole('article', { name: /^#1 / }).waitFor()
  await page.keyboard.press('Control+k')
  const commands = page.getByRole('dialog', { name: 'Command palette' }).getByRole('group', { name: 'Commands' })
  await expect(commands.getByRole('option').first()).toBeVisible()
  const [dialog, deploy] = await Promise.all([
    page.getByRole('dialog', { name: 'Command palette' }).boundingBox(),
    commands
      .getByRole('option', { name: /^Deploy/ })
      .locator('kbd')
      .boundingBox(),
  ])
  const rightOf = (box: { readonly x: number; readonly width: number } | null) => (box?.x ?? 0) + (box?.width ?? 0)
  expect(rightOf(deploy), 'the keys are inside the dialog').toBeLessThan(rightOf(dialog))
  const titles = await commands.locator('[role="option"] > span:not(kbd)').allTextContents()
  expect(titles.length).toBeGreaterThan(20)
  await page.keyboard.press('Escape')
  await expect(commands).toHaveCount(0)
  await page.keyboard.press('?')
  const table = page.getByRole('dialog', { name: 'Keys' }).getByRole('table', { name: 'Commands' })
  await expect(table).toBeVisible()
  const listed = await table.locator('tbody td:first-child').allTextContents()
  // The palette lists everything but itself.
  expect(listed.toSorted()).toEqual([...titles, 'Command palette'].toSorted())
  await expect(table.getByRole('row', { name: 'Deploy Ctrl Shift D' })).toBeVisible()
})

test('the palette leads to every page of the main navigation', async ({ designer: page, patchbay }) => {
  await page.goto(`${patchbay.url}/flows`)
  const links = page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link')
  await expect(links.filter({ hasText: 'Flows' })).toBeVisible()
  const names = await links.evaluateAll((all) => all.map((link) => link.getAttribute('aria-label') ?? ''))
  expect(names.length).toBeGreaterThan(5)
  await page.keyboard.press('Control+k')
  const goTo = page.getByRole('dialog', { name: 'Command palette' }).getByRole('group', { name: 'Go to' })
  for (const name of names) await expect(goTo.getByRole('option', { name, exact: true })).toBeVisible()
})

test('single characters as keys can be switched off, which this browser remembers', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  const open = async () => {
    await page.goto(`${patchbay.url}/flows/${flow.id}`)
    await page.getByRole('article', { name: /^#1 / }).waitFor()
  }
  const outline = page.getByRole('main', { name: 'Outline' })
  await open()
  await page.keyboard.press('?')
  const dialog = page.getByRole('dialog', { name: 'Keys' })
  await expect(dialog.getByRole('row', { name: 'Tidy up Shift T' })).toBeVisible()
  await dialog.getByRole('switch', { name: 'Single characters run commands' }).uncheck({ force: true })
  await expect(dialog.getByRole('row', { name: 'Tidy up in the palette' })).toBeVisible()
  await expect(dialog.getByRole('row', { name: 'Deploy Ctrl Shift D' })).toBeVisible()

  await open()
  await page.keyboard.press('o')
  await page.keyboard.press('?')
  await page.keyboard.press('F2')
  await expect(dialog).toHaveCount(0)
  await expect(outline).toHaveCount(0)
  await palette(page, 'show outline')
  await expect(outline).toBeVisible()

  await palette(page, 'show all keys')
  await dialog.getByRole('switch', { name: 'Single characters run commands' }).check({ force: true })
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await page.keyboard.press('o')
  await expect(page.getByRole('main', { name: 'Board' })).toBeVisible()
  // A choice that has the focus takes no characters.
  await page.getByRole('radio', { name: 'Board' }).focus()
  await page.keyboard.press('o')
  await expect(outline).toBeVisible()
})
