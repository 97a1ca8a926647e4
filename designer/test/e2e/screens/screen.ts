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
