import { isUuid } from '@patchbay/shared/api'
import { type Flow, type FlowProblem, formatInputPath, walkInputs } from '@patchbay/shared/flow'
import { accountTypeOf } from '@patchbay/shared/nodes'
import type { NodeRegistry } from '../engine/node-registry.ts'
import { ANY_BOT } from '../kit/bot.ts'
import type { FlowRepository } from '../store/repositories/flow-repository.ts'
import type { AccountRepository } from './account-repository.ts'

/** An input of an action that names an account. */
interface AccountUse {
  readonly nodeId: number
  readonly path: string
  readonly title: string
  readonly accountId: string
  /** The account type that the input asks for. */
  readonly type: string
}

/** The accounts that a document names in visible inputs. */
function accountUses(flow: Flow, registry: NodeRegistry): readonly AccountUse[] {
  const uses: AccountUse[] = []
  for (const node of flow.nodes) {
    const definition = registry.of(node)?.definition
    if (definition === undefined) continue
    walkInputs(definition.inputs, node.inputs, ({ schema, value, path, visible }) => {
      const type = accountTypeOf(schema['x-ui']?.options)
      if (type === undefined || !visible || typeof value !== 'string' || value === '') return
      const place = { nodeId: node.id, path: `inputs.${formatInputPath(path)}`, title: schema.title ?? 'Account' }
      uses.push({ ...place, accountId: value, type })
    })
  }
  return uses
}

/** Returns a function that lists the documents of the live flows that use an account. */
export function flowsUsingAccount(flows: Pick<FlowRepository, 'live'>, registry: NodeRegistry) {
  return async (accountId: string): Promise<readonly Flow[]> => {
    const documents = (await flows.live()).map(({ name, document }) => ({ ...document, name }))
    return documents.filter((flow) => accountUses(flow, registry).some((use) => use.accountId === accountId))
  }
}

/** Returns a problem for every account that does not exist or has another type than the action needs. */
export async function accountProblems(
  flow: Flow,
  registry: NodeRegistry,
  accounts: Pick<AccountRepository, 'find'>,
  hasBot: (type: string) => boolean,
): Promise<readonly FlowProblem[]> {
  const problems: FlowProblem[] = []
  for (const { nodeId, path, title, accountId, type } of accountUses(flow, registry)) {
    const account = isUuid(accountId) ? await accounts.find(accountId) : undefined
    if (account !== undefined && (account.type === type || (type === ANY_BOT && hasBot(account.type)))) continue
    const message = `${title}: there is no such account. Choose one, or create it under Accounts.`
    problems.push({ severity: 'error', nodeId, path, code: 'INPUT_INVALID', message })
  }
  return problems
}
