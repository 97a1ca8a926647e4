import { readFile } from 'node:fs/promises'
import type { FlowResource } from '@patchbay/shared/api'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, panel } from './board.ts'
import { expect, test } from './patchbay.ts'

test('a table is made, filled, edited by keyboard, searched, imported and exported', async ({
  designer: page,
  patchbay,
}) => {
  await page.goto(`${patchbay.url}/tables`)
  await page.getByRole('button', { name: 'New table' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).first().fill('Guests')
  await dialog.getByRole('button', { name: 'Create table' }).click()
  await expect(page.getByRole('heading', { name: 'Guests' })).toBeVisible()
  await expect(page.getByText('No rows yet')).toBeVisible()

  await page.getByRole('button', { name: 'Add column' }).click()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Visits')
  await dialog.getByRole('combobox', { name: 'Type' }).click()
  await page.getByRole('option', { name: 'Number', exact: true }).click()
  await dialog.getByRole('button', { name: 'Add column' }).click()
  await expect(dialog).toBeHidden()

  const addRow = async (name: string, visits: string) => {
    await page.getByRole('button', { name: 'Add row' }).first().click()
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
    await dialog.getByRole('textbox', { name: 'Visits' }).fill(visits)
    await dialog.getByRole('button', { name: 'Add row' }).click()
  }
  await addRow('Ana', 'many')
  await expect(dialog.getByText(/"many" is not a number/)).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Visits' }).fill('3')
  await dialog.getByRole('button', { name: 'Add row' }).click()
  await expect(dialog).toBeHidden()
  await addRow('Ben', '7')
  // It gives the focus back to its button when it closes.
  await expect(dialog).toBeHidden()
  await expect(page.getByText('2 rows')).toBeVisible()

  const cell = (name: string) => page.getByRole('cell').getByRole('button', { name, exact: true })
  await cell('Name: Ana').focus()
  await page.keyboard.press('ArrowRight')
  await expect(cell('Visits: 3')).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.type('a lot')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert').getByText(/"a lot" is not a number/)).toBeVisible()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('4')
  await page.keyboard.press('Enter')
  await expect(cell('Visits: 4')).toBeFocused()
  await page.keyboard.press('Enter')
  await page.keyboard.type('5')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ArrowDown')
  await expect(cell('Visits: 7')).toBeFocused()

  // By its name: the menu before has items of the same names until it has faded.
  const choose = async (column: string, item: string) => {
    await page.getByRole('button', { name: column }).click()
    await page.getByRole('menu', { name: column }).getByRole('menuitem', { name: item }).click()
  }
  await choose('Column Visits', 'Highest first')
  await expect(page.getByRole('row').nth(1)).toContainText('Ben')
  await choose('Column Name', 'Use as key')
  await expect(page.getByText('Name is the key now')).toBeVisible()

  const chooseFile = (csv: string) =>
    page
      .getByLabel('CSV file with rows')
      .setInputFiles({ name: 'guests.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await chooseFile('Name,Visits\nCem,x\nAna,9\n')
  await expect(dialog.getByText(/Line 2 .*"x" is not a number/)).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Import 1 row' })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await chooseFile('Name,Visits,City\nCem,1,Miami\nAna,9,Tampa\n')
  await expect(dialog.getByText('guests.csv adds 1 row and changes 1 row by their key.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Import 2 rows' }).click()
  await expect(page.getByText('3 rows')).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search rows' }).fill('miami')
  await expect(page.getByRole('row')).toHaveCount(2)
  await expect(page.getByRole('row').nth(1)).toContainText('Cem')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export CSV' }).click(),
  ])
  expect(await readFile(await download.path(), 'utf8')).toContain('Ana,9,Tampa')
  await page.getByRole('button', { name: 'Delete the row Cem' }).click()
  await dialog.getByRole('button', { name: 'Delete row' }).click()
  await expect(page.getByText('No row matches')).toBeVisible()
})

test('the action Table offers tables, their columns, and the cells of the row that it finds', async ({
  designer: page,
  patchbay,
  api,
}) => {
  const columns = [
    { name: 'Code', type: 'text' },
    { name: 'Starts', type: 'date' },
    { name: 'Name', type: 'text' },
    { name: 'Phone', type: 'phone' },
    { name: 'Note', type: 'text' },
  ]
  await api.call('POST', '/tables', { name: 'Appointments', columns, keyColumn: 'code' })
  const document = readSampleFlow('appointment-list')
  const nodes = document.nodes.map((node) =>
    node.id === 2 ? { ...node, inputs: { operation: 'find', table: '', tests: [] } } : node,
  )
  const flow = await api.call<FlowResource>('POST', '/flows', { ...document, nodes })
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await block(page, 2).click()
  await panel(page).getByRole('combobox', { name: 'Table', exact: true }).click()
  await page.getByRole('option', { name: 'Appointments' }).click()
  await panel(page).getByRole('button', { name: 'Add condition' }).click()
  await panel(page).getByRole('combobox', { name: 'Column, row 1' }).click()
  await page.getByRole('option', { name: 'Phone' }).click()
  await expect(panel(page).getByRole('combobox', { name: 'Column, row 1' })).toHaveValue('Phone')
  await expect(block(page, 2)).toContainText('Find rows in appointments where phone equals')

  await block(page, 6).click()
  const message = panel(page).getByRole('textbox', { name: 'Message' })
  await message.click()
  await message.fill('')
  await page.keyboard.type('Hi $TABLE_2.first.na')
  await page.getByRole('option', { name: /\$TABLE_2\.first\.name/ }).click()
  await expect(message).toHaveText('Hi $TABLE_2.first.name')
})

test('a cell of yes or no is chosen from a list like all others', async ({ designer: page, api, patchbay }) => {
  const columns = [
    { name: 'Name', type: 'text' },
    { name: 'Member', type: 'boolean' },
  ]
  const { id } = await api.call<{ id: string }>('POST', '/tables', { name: 'Members', columns })
  await api.call('POST', `/tables/${id}/rows`, { cells: { name: 'Ana' } })
  await page.goto(`${patchbay.url}/tables/${id}`)
  const cell = (name: string) => page.getByRole('cell').getByRole('button', { name, exact: true })
  await cell('Member: empty').click()
  await page.getByRole('option', { name: 'Yes' }).click()
  await expect(cell('Member: Yes')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('option', { name: 'No' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(cell('Member: Yes')).toBeFocused()
  await expect(page.getByRole('option')).toHaveCount(0)
})
