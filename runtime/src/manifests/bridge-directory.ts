import type { ManifestIntegration } from '@patchbay/shared/api'
import {
  type AnswerText,
  type BridgeAnswer,
  type BridgeCallKind,
  bridgeLimits,
  contactMeta,
  readAgentPage,
  readContactPage,
  readInteractions,
  readReply,
} from '@patchbay/shared/bridges'
import { type AppError, type ErrorCode, toAppError } from '@patchbay/shared/errors'
import type { Json, JsonObject } from '@patchbay/shared/json'
import {
  type Directory,
  type DirectoryAnswer,
  type DirectoryCall,
  type DirectoryContact,
  DirectoryError,
  type DirectoryFailure,
} from '../kit/directory.ts'
import { hideInEntries } from '../kit/hide-in-entries.ts'
import type { IntegrationHost } from '../kit/integration.ts'
import { retryAfterMs } from '../kit/retry-after.ts'
import { withHelp } from '../kit/with-help.ts'
import { decodeText, isDecodable } from '../platform/content/charset.ts'
import type { WebResponse } from '../platform/egress/web-client.ts'
import { createMask, type Mask } from '../platform/secrets/mask.ts'
import type { BridgeAccount, BridgeProperties } from './bridge-auth.ts'
import { callSignedIn } from './call-signed-in.ts'
import { postQuestion } from './post-question.ts'
import { wantedTypes } from './wanted-types.ts'

type DirectoryHost = Pick<IntegrationHost, 'web' | 'accountTokens' | 'attention' | 'onError' | 'now'>

/** One call with its answer read: `data` only where the call has a subject. */
interface Question<Value> {
  readonly kind: Exclude<BridgeCallKind, 'validation' | 'action'>
  readonly endpoint: string
  readonly account: BridgeAccount
  readonly meta: JsonObject
  readonly data?: JsonObject
  readonly read: (body: Json | undefined, text: AnswerText) => BridgeAnswer<Value>
  /** Hides a token in what people see. What goes back to the bridge stays as it came. */
  readonly hide: (value: Value, mask: Mask) => Value
}

/** The people of a service behind a bridge: what its manifest has an endpoint for. */
export function bridgeDirectory(host: DirectoryHost, integration: ManifestIntegration): Directory<BridgeProperties> {
  const {
    contact_synchronization_endpoint: contacts,
    agent_synchronization_endpoint: agents,
    interaction_retrieval_endpoint: interactions,
  } = integration
  const ask = <Value>(question: Question<Value>, call: DirectoryCall) => askBridge(host, integration, question, call)
  return {
    ...(contacts !== undefined && {
      contacts: (account, run, call) => {
        return ask(
          {
            kind: 'contacts',
            endpoint: contacts,
            account,
            meta: contactMeta(run),
            read: readContactPage,
            hide: (page, mask) => ({ ...page, contacts: hideInEntries(page.contacts, mask) }),
          },
          call,
        )
      },
    }),
    ...(agents !== undefined && {
      agents: (account, offset, call) => {
        const meta = { offset: offset ?? null }
        return ask(
          {
            kind: 'agents',
            endpoint: agents,
            account,
            meta,
            read: readAgentPage,
            hide: (page, mask) => ({ ...page, agents: hideInEntries(page.agents, mask) }),
          },
          call,
        )
      },
    }),
    ...(interactions !== undefined && {
      interactions: async (account, contact, call) => {
        const wanted = wantedTypes(integration, account)
        if (wanted === undefined) throw new DirectoryError('unasked', noneWanted(account.name))
        const meta = { interaction_types: wanted }
        const read = (body: Json | undefined) => readInteractions(body, { types: integration.interaction_types })
        const { value, faults } = await ask(
          {
            kind: 'interactions',
            endpoint: interactions,
            account,
            meta,
            data: dataOf(contact),
            read,
            hide: (found, mask) => mask.hide(found),
          },
          call,
        )
        // A bridge may tell of types that it was not asked for.
        const kept = value.interactions.filter(({ type }) => wanted.length === 0 || wanted.includes(type))
        return { value: { ...value, interactions: kept }, faults }
      },
    }),
  }
}

/** @throws DirectoryError; what the web client throws once the signal has ended */
async function askBridge<Value>(
  host: DirectoryHost,
  integration: ManifestIntegration,
  { kind, endpoint, account, meta, data, read, hide }: Question<Value>,
  { signal }: DirectoryCall,
): Promise<DirectoryAnswer<Value>> {
  const { timeoutMs } = bridgeLimits
  let token: unknown
  const send = (auth: JsonObject) => {
    token = auth.access_token
    const content = { auth, meta, ...(data === undefined ? {} : { data }) }
    return postQuestion(host, { account, url: endpoint, content, signal, reads: 'bytes' })
  }
  let response: WebResponse
  try {
    response = await callSignedIn({ integration, account, kind, endpoint, timeoutMs, signal }, { ...host, host }, send)
  } catch (thrown) {
    if (signal.aborted) throw thrown
    throw notAnswered(thrown)
  }
  const { value, faults } = answerIn(response, { kind, read, now: host.now() })
  return { value: typeof token === 'string' ? hide(value, maskOf(token)) : value, faults }
}

/** People who may see contacts may not see the token that a bridge repeats. */
function maskOf(token: string): Mask {
  return createMask(new Map([['access_token', token]]))
}

/** @throws DirectoryError */
function answerIn<Value>(
  { statusCode: status, raw: bytes = new Uint8Array(), headers }: WebResponse,
  { kind, read, now }: Pick<Question<Value>, 'kind' | 'read'> & { readonly now: Date },
): DirectoryAnswer<Value> {
  const contentType = headers.find(([name]) => name === 'content-type')?.[1]
  const verdict = readReply(kind, { status, text: decodeText(bytes, contentType) })
  if (verdict.kind !== 'good') {
    throw new DirectoryError(verdict.kind, verdict.sentence, { retryAfterMs: retryAfterMs(headers, now) })
  }
  const { value, faults } = read(verdict.body, { isDamaged: !isDecodable(bytes, contentType) })
  if (value !== undefined) return { value, faults }
  const fault = faults.at(-1)
  const at = fault === undefined || fault.path === '' ? '' : `${fault.path}: `
  throw new DirectoryError('broken', `The answer of the bridge cannot be read. ${at}${fault?.message ?? ''}`.trim())
}

/** What the codes of a call without an answer say about the next one. Others are faults of our own. */
const failureOf: Partial<Record<ErrorCode, DirectoryFailure>> = {
  TIMEOUT: 'later',
  HOST_NOT_FOUND: 'later',
  CONNECTION_FAILED: 'later',
  TOKEN_REQUEST_FAILED: 'later',
  ACCOUNT_NOT_CONNECTED: 'unasked',
  ACCOUNT_NOT_ALLOWED: 'unasked',
  ACCOUNT_NOT_FOUND: 'unasked',
  SECRET_MISSING: 'unasked',
  EGRESS_REFUSED: 'unasked',
  INVALID_URL: 'unasked',
  RESPONSE_TOO_LARGE: 'broken',
  RESPONSE_NOT_READABLE: 'broken',
  TOO_MANY_REDIRECTS: 'broken',
}

function notAnswered(thrown: unknown): unknown {
  const error = toAppError(thrown)
  const kind = failureOf[error.code]
  return kind === undefined ? thrown : new DirectoryError(kind, withHelp(withFittingHelp(error)))
}

/** The web client's own advice on tokens names the inputs of flows. */
function withFittingHelp({ code, message, extra }: AppError): Pick<AppError, 'message' | 'extra'> {
  if (code !== 'TOKEN_REQUEST_FAILED') return { message, extra }
  return { message, extra: { help: 'An administrator checks what the account says under Accounts.' } }
}

function noneWanted(account: string): string {
  return `The account "${account}" is asked for no interactions: none of the kinds that there are now is chosen. An administrator chooses them under Accounts.`
}

function dataOf({ externalId, name, emails, phones }: DirectoryContact): JsonObject {
  return {
    ...(externalId === undefined ? {} : { contact_external_id: externalId }),
    ...(name === '' ? {} : { contact_name: name }),
    contact_emails: [...emails],
    contact_phones: [...phones],
  }
}
