import { expect, type Locator, type Page } from '@playwright/test'

/**
 * Does what a person does, and counts it: a click, a text typed where the caret is, a key and a drag are one action each.
 * Looking is free.
 */
export interface Hands {
  readonly actions: number
  click(target: Locator): Promise<void>
  /** Types where the caret is. */
  type(text: string): Promise<void>
  press(key: string): Promise<void>
}

export function handsOn(page: Page): Hands {
  let actions = 0
  return {
    get actions() {
      return actions
    },
    async click(target) {
      actions += 1
      await target.click()
    },
    async type(text) {
      actions += 1
      await expect(page.locator('input:focus, textarea:focus, [contenteditable]:focus')).toHaveCount(1)
      await page.keyboard.insertText(text)
    },
    async press(key) {
      actions += 1
      await page.keyboard.press(key)
    },
  }
}
