import { readSampleFlow } from '../../../../runtime/test/helpers/flow-cases.ts'
import { weatherService } from '../../../../runtime/test/helpers/weather.ts'
import { block, fillTemplate, panel, toolbarButton } from '../board.ts'
import { lookAtDialog, type Walk } from './screen.ts'

const number = '+17865550100'

/** The weather flow, live, with a run of it. */
export async function weatherFlow({ api, service }: Walk): Promise<{ flowId: string; runId: string }> {
  service.replyWith(weatherService())
  const text = JSON.stringify(readSampleFlow('weather-forecast')).replace('https://api.weather.gov', service.origin)
  const flowId = await api.deploy(JSON.parse(text), [number])
  const runId = await api.text({ from: '+13055550119', to: number, text: 'Weather please' })
  await api.ended(runId)
  return { flowId, runId }
}

/** Board, panel, lists and pop-ups of one flow. */
export async function editorScreens(walk: Walk): Promise<void> {
  const { page, url, look } = walk
  const { flowId } = await weatherFlow(walk)
  await page.goto(`${url}/flows/${flowId}`)
  await block(page, 3).click()
  await panel(page).getByRole('textbox', { name: 'Message' }).waitFor()
  await look('Send SMS panel')
  await page.getByRole('button', { name: /^Problems/ }).click()
  await look('problems')
  await block(page, 2).click()
  await look('External Web Call panel')
  await page.getByRole('button', { name: 'Test HTTP Request' }).click()
  await page
    .getByRole('treeitem', { name: /^windSpeed/ })
    .first()
    .click()
  await look('Response')
  await page.keyboard.press('Escape')
  await block(page, 1).click()
  await page.getByRole('button', { name: 'Assign Number(s)' }).click()
  await page.getByRole('checkbox', { name: /305 555 0142/ }).check()
  await look('Number Assignment')
  await page.keyboard.press('Escape')
  await block(page, 3).click({ modifiers: ['Shift'] })
  await look('several blocks')
  await page.getByRole('toolbar', { name: 'View', exact: true }).getByRole('button', { name: 'Show map' }).click()
  await page.keyboard.press('Control+f')
  await page.keyboard.type('temp')
  await look('search and map')
  await page.keyboard.press('Escape')
  await page.getByRole('toolbar', { name: 'View', exact: true }).getByRole('button', { name: 'Hide map' }).click()
  await block(page, 3).click()
  await fillTemplate(panel(page), 'Message', 'It is $tem')
  await page.getByRole('listbox').waitFor()
  await look('completion')
  await page.keyboard.press('Escape')
  await toolbarButton(page, 'Undo').click()
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  await page.getByRole('textbox', { name: 'Text message' }).waitFor()
  await look('simulator')
}

/** Runs, versions and comparisons in the place of the board. */
export async function boardViewScreens(walk: Walk): Promise<void> {
  const { page, url, look } = walk
  const { flowId, runId } = await weatherFlow(walk)
  await page.goto(`${url}/flows/${flowId}?run=${runId}`)
  const bar = page.getByRole('region', { name: 'Run on the board' })
  await bar.getByRole('button', { name: 'Open run' }).waitFor()
  await look('run on the board')
  await bar.getByRole('button', { name: 'Next step' }).click()
  await bar.getByRole('button', { name: 'Next step' }).click()
  await block(page, 2).hover()
  await block(page, 2).getByRole('note').waitFor()
  await look('values of a step')
  await bar.getByRole('button', { name: 'Open in v1' }).click()
  await page.getByRole('region', { name: 'Version shown' }).waitFor()
  await look('version')
  await page.getByRole('button', { name: 'Go back to the draft' }).click()
  await page.goto(`${url}/flows/${flowId}`)
  await toolbarButton(page, 'Versions').click()
  await panel(page).getByRole('button', { name: 'Open version 1' }).waitFor()
  await look('versions')
  await toolbarButton(page, 'Runs').click()
  await page.getByRole('dialog', { name: 'Latest runs' }).getByTitle('Show on the board').first().waitFor()
  await look('latest runs')
  await page.keyboard.press('Escape')

  await block(page, 4).click()
  await page.keyboard.press('Delete')
  await block(page, 2).click()
  await panel(page).getByRole('textbox', { name: 'Timeout' }).fill('30')
  await page.getByRole('button', { name: /changes not live/ }).click()
  await page.getByRole('button', { name: 'Show on the board' }).waitFor()
  await look('changes')
  await page.getByRole('button', { name: 'Show on the board' }).click()
  await page.getByRole('region', { name: 'Comparison with what is live' }).waitFor()
  await look('comparison')
}

/** What opens by keys: outline, palette, lists and questions. */
export async function keyboardScreens(walk: Walk): Promise<void> {
  const { page, url, look } = walk
  const { flowId, runId } = await weatherFlow(walk)
  const first = page.getByRole('treeitem', { name: /^#1 / })
  await page.goto(`${url}/flows/${flowId}`)
  await block(page, 1).waitFor()
  await page.keyboard.press('o')
  await first.waitFor()
  await look('outline')
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: /^Open settings/ }).waitFor()
  await look('menu of a line')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await lookAtDialog(walk, 'Command palette', 'palette')
  await page.keyboard.press('?')
  await lookAtDialog(walk, 'Keys', 'keys')
  await page.keyboard.press('F2')
  await lookAtDialog(walk, 'Rename #1', 'rename')
  await page.keyboard.press('c')
  await lookAtDialog(walk, 'Connect Next of #1', 'connect')
  await page.goto(`${url}/flows/${flowId}?run=${runId}`)
  await page.getByRole('region', { name: 'Run on the board' }).waitFor()
  await page.keyboard.press('o')
  await first.waitFor()
  await look('run in the outline')

  await page.goto(`${url}/flows/${flowId}`)
  await block(page, 2).click()
  await panel(page).getByRole('button', { name: 'Add variable' }).click()
  await panel(page).getByRole('textbox', { name: 'Name, row 1' }).fill('degrees')
  await panel(page)
    .getByRole('button', { name: /^Rename .* too$/ })
    .waitFor()
  await look('rename offer')
}
