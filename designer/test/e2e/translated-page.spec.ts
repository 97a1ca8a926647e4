import type { FlowResource } from '@patchbay/shared/api'
import type { Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, panel, toolbarButton } from './board.ts'
import { expect, test } from './patchbay.ts'

/** What a translator does to a page, now and with all that comes: each text that is not being edited moves into an
 * element of its own. */
async function translate(page: Page): Promise<void> {
  await page.evaluate(() => {
    const wrap = (text: Text) => {
      if (
        !text.data.trim() ||
        !text.parentElement ||
        text.parentElement.closest('script, style, font, [contenteditable]')
      )
        return
      const font = document.createElement('font')
      text.replaceWith(font)
      font.append(text)
    }
    const wrapAll = (root: Node) => {
      if (root instanceof Text) wrap(root)
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
      const texts: Text[] = []
      while (walker.nextNode()) if (walker.currentNode instanceof Text) texts.push(walker.currentNode)
      for (const text of texts) wrap(text)
    }
    wrapAll(document.body)
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) wrapAll(node)
    }).observe(document.body, { childList: true, subtree: true })
  })
}

test('the page asks browsers not to translate it, and goes on when it is translated all the same', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await expect(page.locator('html')).toHaveAttribute('translate', 'no')
  await block(page, 3).click()
  await translate(page)

  const message = panel(page).getByRole('textbox', { name: 'Message' })
  await message.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' Stay dry, $')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('you!')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('alert').filter({ hasText: 'Saved Successfully!' })).toBeVisible()

  await block(page, 2).click()
  await panel(page).getByRole('button', { name: 'Test HTTP Request' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByText('Outline', { exact: true }).click()
  await expect(page.getByRole('tree')).toBeVisible()
  await toolbarButton(page, 'Test').click()
  await expect(page.getByRole('complementary', { name: 'Simulator' })).toBeVisible()
  await expect(page.getByText('This page stopped working')).toHaveCount(0)
  const stored = await api.call<FlowResource>('GET', `/flows/${flow.id}`)
  expect(JSON.stringify(stored.document)).toContain('Stay dry, you!')
})
