import type { OptionPage } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { isJsonObject, type JsonObject, parseJson } from '@patchbay/shared/json'
import type { NodeRegistry } from '../engine/node-registry.ts'
import type { AccountPort } from '../kit/account.ts'
import type { StepServices } from '../kit/node.ts'
import { createOpenedAccounts } from '../kit/opened-accounts.ts'
import type { OptionContext, OptionQuery } from '../kit/options.ts'

const TIMEOUT_MS = 10_000

export interface Options {
  /** @throws AppError NOT_FOUND for no such source, TIMEOUT, BAD_REQUEST, and what the source says */
  list(source: string, asked: AskedOptions, signal: AbortSignal): Promise<OptionPage>
}

export interface AskedOptions {
  readonly search?: string
  readonly after?: string
  /** A JSON object. */
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
    async list(name, { search = '', after = '', inputs }, left) {
      const source = registry.optionSource(name)
      if (source === undefined) throw new AppError('NOT_FOUND', `There is no list of choices called ${name}.`)
      const limit = AbortSignal.timeout(timeoutMs)
      const signal = AbortSignal.any([limit, left])
      const opened = createOpenedAccounts(accounts)
      const by = {}
      const account: OptionContext['account'] = (type, id) => opened.open(by, type, id)
      const late = Promise.withResolvers<never>()
      signal.addEventListener('abort', () => late.reject(signal.reason), { once: true })
      try {
        const query = { search, after, inputs: readInputs(inputs) }
        return opened.hide(by, await Promise.race([source(query, { services, signal, account }), late.promise]))
      } catch (error) {
        if (!limit.aborted) throw error
        const seconds = Math.ceil(timeoutMs / 1000)
        throw new AppError('TIMEOUT', `The choices did not come in ${seconds} s. Try again.`, { cause: error })
      }
    },
  }
}

/** Only plain values: what a source depends on is chosen in the form, never a secret or a list. */
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
    // Said below.
  }
  throw new AppError('BAD_REQUEST', 'inputs has to be a JSON object.')
}
