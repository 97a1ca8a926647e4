import { expect, type Locator, type Page } from '@playwright/test'

export function board(page: Page): Locator {
  return page.getByRole('main', { name: 'Board' })
}

export function panel(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Configurations Panel' })
}

export function block(page: Page, id: number): Locator {
  return page.getByRole('article', { name: new RegExp(`^#${id} `) })
}

/** Drags an action from the Actions menu to a place on the board. */
export async function dragAction(page: Page, title: string, at: { x: number; y: number }): Promise<void> {
  const menu = page.getByRole('complementary', { name: 'Actions menu' })
  await menu.getByRole('button', { name: title }).dragTo(board(page), { targetPosition: at })
}

/** Draws a connection from an exit to the body of another block. */
export async function connect(page: Page, options: { from: number; exit: string; to: number }): Promise<void> {
  await block(page, options.from)
    .getByRole('img', { name: `${options.exit} of #${options.from}` })
    .hover()
  await page.mouse.down()
  const target = await block(page, options.to).boundingBox()
  if (target === null) throw new Error(`#${options.to} is not on the board.`)
  await page.mouse.move(target.x + 40, target.y + 40, { steps: 8 })
  await page.mouse.up()
}

/** Types into a field with variables. */
export async function fillTemplate(within: Locator, name: string | RegExp, text: string): Promise<void> {
  const field = within.getByRole('textbox', { name })
  await field.click()
  await field.fill(text)
}

export function toolbarButton(page: Page, name: string): Locator {
  return page.getByRole('banner').getByRole('button', { name, exact: true })
}

export async function saveAndDeploy(page: Page): Promise<void> {
  await toolbarButton(page, 'Save').click()
  await expect(page.getByText('Saved Successfully!')).toBeVisible()
  await toolbarButton(page, 'Deploy').click()
  await expect(page.getByText('Deployed Successfully!')).toBeVisible()
}

/** Lets one of our numbers start the flow, whose first action is what a text starts. */
export async function assignNumber(page: Page, number: string): Promise<void> {
  await block(page, 1).click()
  await panel(page).getByRole('button', { name: 'Assign Number(s)' }).click()
  const numbers = page.getByRole('dialog', { name: 'Number Assignment' })
  await numbers.getByRole('searchbox').fill(number)
  // As it is shown: +1 305 555 0164.
  const digits = number.slice(-10).replace(/^(\d{3})(\d{3})/, '$1 $2 ')
  await numbers.getByRole('checkbox', { name: digits }).check()
  await numbers.getByRole('button', { name: 'Assign Flow' }).click()
  await expect(numbers.getByText('This flow')).toBeVisible()
  await numbers.getByRole('button', { name: 'Close' }).last().click()
}
