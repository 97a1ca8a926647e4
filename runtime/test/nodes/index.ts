import type { ActionModule } from '../../src/kit/node.ts'
import { orderDrinkAction } from './order-drink/run.ts'

/** Actions that only tests have: each is a folder here and a line in this list, and nothing else. */
export const testActions: readonly ActionModule[] = [orderDrinkAction]
