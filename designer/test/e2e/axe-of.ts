import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** The rules whose answer depends on colours. */
const aboutColours = ['color-contrast', 'link-in-text-block']

/** What axe finds on a page as it is shown: each rule with the places that break it. */
export const axeOf = (page: Page): Promise<readonly string[]> => find(axe(page))

/** What axe finds on a page in the light theme, and about its colours in the dark one. The page is light again then. */
export async function axeInBothThemes(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  const light = await axeOf(page)
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  const dark = await find(axe(page).withRules(aboutColours))
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  return [...light, ...dark.map((found) => `dark: ${found}`)]
}

// No page has frames of other origins, and so none needs the blank page on which axe else puts its findings together.
const axe = (page: Page) => new AxeBuilder({ page }).setLegacyMode()

async function find(builder: AxeBuilder): Promise<readonly string[]> {
  const { violations } = await builder.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}
