import type { Page } from '@playwright/test'
import type { ApiDriver } from '../../../../runtime/test/helpers/api-driver.ts'
import type { StandIn } from '../../../../runtime/test/helpers/stand-in.ts'

/** What a walk through screens of the designer needs. */
export interface Walk {
  readonly page: Page
  readonly api: ApiDriver
  readonly url: string
  readonly service: StandIn
  /** Called at every screen and with every dialog that opens, by a name such as `rename question`. */
  readonly look: (name: string) => Promise<void>
}

/** Looks at the dialog of this title once it is open, and leaves it by Esc. */
export async function lookAtDialog(
  { page, look }: Pick<Walk, 'page' | 'look'>,
  title: string,
  name: string,
): Promise<void> {
  await page.getByRole('dialog', { name: title }).waitFor()
  await look(name)
  await page.keyboard.press('Escape')
}
