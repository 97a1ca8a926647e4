import type { OptionPage } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { isJsonObject, type JsonObject, parseJson } from '@patchbay/shared/json'
import { accountTypeOf } from '@patchbay/shared/nodes'
import { createOpenedAccounts } from '../accounts/opened-accounts.ts'
import type { NodeRegistry } from '../engine/node-registry.ts'
import type { AccountPort } from '../kit/account.ts'
import type { StepServices } from '../kit/node.ts'
import type { OptionContext, OptionQuery } from '../kit/options.ts'
import { TABLE_COLUMNS, TABLES } from '../kit/tables.ts'
import { JUMP_TARGETS } from '../nodes/logic/jump-to/definition.ts'
import { AGENTS, TOPICS } from '../nodes/messaging/change-conversation/definition.ts'
import { CHANNELS, OUR_ADDRESSES } from '../nodes/triggers/conversation-event/definition.ts'

const TIMEOUT_MS = 10_000
/** Answered from our own database. */
const ownSources: readonly string[] = [JUMP_TARGETS, TABLES, TABLE_COLUMNS, AGENTS, TOPICS, CHANNELS, OUR_ADDRESSES]

export interface Options {
  /** True for choices that everybody may see, because no outside service is asked for them. */
  isForViewers(source: string): boolean
  /** @throws AppError NOT_FOUND when there is no such source, TIMEOUT, BAD_REQUEST, and the errors of the source */
  list(source: string, asked: AskedOptions, signal: AbortSignal): Promise<OptionPage>
}

export interface AskedOptions {
  readonly search?: string
  readonly after?: string
  /** The text of a JSON object. */
  readonly inputs?: string
}

export interface OptionsOptions {
  readonly registry: NodeRegistry
  readonly services: StepServices
  readonly accounts: AccountPort
  /** Injectable in tests. */
  readonly timeoutMs?: number
}

export function createOptions({ registry, services, accounts, timeoutMs = TIMEOUT_MS }: OptionsOptions): Options {
  return {
    isForViewers: (source) => accountTypeOf(source) !== undefined || ownSources.includes(source),
    async list(name, { search = '', after = '', inputs }, left) {
      const source = registry.optionSource(name)
      if (source === undefined) throw new AppError('NOT_FOUND', `There is no list of choices called ${name}.`)
      const limit = AbortSignal.timeout(timeoutMs)
      const signal = AbortSignal.any([limit, left])
      const opened = createOpenedAccounts(accounts)
      const by = {}
      const account: OptionContext['account'] = (type, id) => opened.open(by, type, id)
      const late = Promise.withResolvers<never>()
      const beLate = () => late.reject(signal.reason)
      signal.addEventListener('abort', beLate)
      try {
        const query = { search, after, inputs: readInputs(inputs) }
        return opened.hide(by, await Promise.race([source(query, { services, signal, account }), late.promise]))
      } catch (error) {
        if (!limit.aborted) throw error
        const seconds = Math.ceil(timeoutMs / 1000)
        throw new AppError('TIMEOUT', `The choices did not arrive within ${seconds} s. Try again.`, { cause: error })
      } finally {
        // A rejection that nothing awaits by then would end the process.
        signal.removeEventListener('abort', beLate)
      }
    },
  }
}

/** Only plain values: inputs that a source depends on are chosen in the form, and are never secrets or lists. */
function readInputs(text: string | undefined): OptionQuery['inputs'] {
  const entries = Object.entries(text === undefined ? {} : parsed(text))
  return Object.fromEntries(
    entries.flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[name, value]] : [],
    ),
  )
}

function parsed(text: string): JsonObject {
  try {
    const value = parseJson(text)
    if (isJsonObject(value)) return value
  } catch {
    // The error below says so.
  }
  throw new AppError('BAD_REQUEST', 'inputs must be a JSON object.')
}
