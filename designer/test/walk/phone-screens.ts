import { panel } from '../e2e/board.ts'
import { weatherFlow } from '../e2e/screens/editor-screens.ts'
import type { Walk } from '../e2e/screens/screen.ts'

/** A flow as a phone shows it: its outline, sheets over it, the simulator and a run. */
export async function phoneScreens(walk: Walk): Promise<void> {
  const { page, url, look } = walk
  const { flowId, runId } = await weatherFlow(walk)
  const line = (id: number) => page.getByRole('treeitem', { name: new RegExp(`^#${id} `) })
  await page.goto(`${url}/flows`)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Settings' }).waitFor()
  await look('phone more')
  await page.goto(`${url}/flows/${flowId}`)
  await line(1).waitFor()
  await look('phone outline')
  for (const [id, name] of [
    [1, 'trigger'],
    [2, 'web call'],
    [3, 'text'],
  ] as const) {
    await line(id).click()
    await panel(page).waitFor()
    await look(`phone panel of a ${name}`)
    await page.getByRole('button', { name: 'Close the panel' }).click()
  }
  await page
    .getByRole('button', { name: /^Add an action after/ })
    .first()
    .click()
  await page.getByRole('option').first().waitFor()
  await look('phone list of actions')
  await page.keyboard.press('Escape')
  await line(2).click()
  await panel(page).getByRole('button', { name: 'Test HTTP Request' }).click()
  await page
    .getByRole('treeitem', { name: /^windSpeed/ })
    .first()
    .waitFor()
  await look('phone response')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Close the panel' }).click()
  await page.getByRole('button', { name: 'Flow settings' }).click()
  await panel(page).waitFor()
  await look('phone flow settings')
  await page.getByRole('button', { name: 'Close the panel' }).click()
  await page.getByRole('button', { name: 'Versions' }).click()
  await panel(page).waitFor()
  await look('phone versions')
  await page.getByRole('button', { name: 'Close the panel' }).click()
  await page.getByRole('button', { name: /^Problems/ }).click()
  await look('phone problems')
  await page.getByRole('button', { name: 'Close problems' }).click()
  await page.getByRole('banner').getByRole('button', { name: 'Test' }).first().click()
  await page.getByRole('textbox', { name: 'Text message' }).waitFor()
  await look('phone simulator')
  await page.goto(`${url}/flows/${flowId}?run=${runId}`)
  await page.getByRole('region', { name: 'Run on the board' }).waitFor()
  await look('phone run')
}
