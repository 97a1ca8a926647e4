import { writeFile } from 'node:fs/promises'
import type { FlowListItem, FlowResource } from '@patchbay/shared/api'
import type { Locator, Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, board, panel } from './board.ts'
import { expect, test } from './patchbay.ts'

/** Drags a file from the desktop onto an element and lets go, as the system tells the browser of it. */
async function dropFile(page: Page, path: string, onto: Locator): Promise<void> {
  const box = await onto.boundingBox()
  if (box === null) throw new Error('Not on the page.')
  const session = await page.context().newCDPSession(page)
  const drag = {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    data: { items: [], files: [path], dragOperationsMask: 1 },
  }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...drag })
  }
  await session.detach()
}

const toast = (page: Page, title: string) => page.getByRole('alert').filter({ hasText: title })

test('a flow file dropped in the editor becomes a new flow, anything else is refused in words', async ({
  designer: page,
  api,
  patchbay,
}, info) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  const [exported, picture] = [info.outputPath('other.flow.json'), info.outputPath('cat.png')]
  await writeFile(exported, JSON.stringify({ ...readSampleFlow('order-ready'), name: 'Dropped on the board' }))
  await writeFile(picture, new Uint8Array([0x89, 0x50, 0x4e, 0x47]))
  const url = `${patchbay.url}/flows/${flow.id}`
  await page.goto(url)
  await expect(block(page, 1)).toBeVisible()

  await dropFile(page, picture, board(page))
  await expect(toast(page, 'Not imported')).toContainText('cat.png is not a JSON file')
  await toast(page, 'Not imported').getByRole('button', { name: 'Close this notice' }).click()
  await dropFile(page, exported, board(page))
  await expect(toast(page, 'Imported')).toContainText('Dropped on the board')
  await toast(page, 'Imported').getByRole('button', { name: 'Close this notice' }).click()
  await dropFile(page, exported, panel(page))
  await expect(toast(page, 'Imported')).toBeVisible()
  expect(page.url()).toBe(url)
  expect(await api.call<FlowResource>('GET', `/flows/${flow.id}`)).toMatchObject({ document: flow.document })
  await expect(page.getByRole('article')).toHaveCount(flow.document.nodes.length)
  const flows = await api.call<{ items: FlowListItem[] }>('GET', '/flows')
  expect(flows.items.filter(({ name }) => name.startsWith('Dropped on the board'))).toHaveLength(2)
  expect(page.context().pages()).toHaveLength(1)
})

test('a file dropped where no page takes it leaves the page where it is', async ({
  designer: page,
  patchbay,
}, info) => {
  const file = info.outputPath('other.flow.json')
  await writeFile(file, JSON.stringify(readSampleFlow('order-ready')))
  await page.goto(`${patchbay.url}/runs`)
  const title = page.getByRole('heading', { name: 'Runs' })
  await expect(title).toBeVisible()
  await dropFile(page, file, title)
  await expect(title).toBeVisible()
  expect(page.context().pages()).toHaveLength(1)
})

test('two actions of one number are told apart by a press', async ({ designer: page, api, patchbay }) => {
  const sample = readSampleFlow('weather-forecast')
  const [, second] = sample.nodes
  if (!second) throw new Error('The sample has one action.')
  const twin = { ...second, name: 'The twin', position: { x: second.position.x, y: second.position.y + 400 } }
  const flow = await api.call<FlowResource>('POST', '/flows', { ...sample, nodes: [...sample.nodes, twin] })
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await page.getByRole('button', { name: /^Problems/ }).click()
  const row = page.getByRole('listitem').filter({ hasText: 'belongs to more than one action' })
  await row.getByRole('button', { name: 'Give it an ID' }).click()
  await expect(row).toHaveCount(0)
  await expect(block(page, 2)).toBeVisible()
  await expect(page.getByRole('article', { name: `#${flow.nextNodeId} The twin` })).toBeVisible()
})
