import { isRecord } from '../../src/platform/is-record.ts'
import { json, type Reply, startStandIn, type TakenRequest } from '../helpers/stand-in.ts'

export const apiKey = 'sk-test-0123456789'
export const organisation = 'org-hotel'

/** Takes every setting. */
export const MODEL = 'gpt-small'
/** A model that thinks: it takes neither a temperature nor the old name of the limit. */
export const THINKING_MODEL = 'gpt-thinks'
const models = [THINKING_MODEL, MODEL]

/** What the model says next. */
interface Saying {
  readonly content: string | null
  readonly refusal?: string
  readonly finishReason?: 'stop' | 'length' | 'content_filter'
}

export interface OpenAiStandIn {
  /** The base URL as accounts have it. */
  readonly url: string
  /** Bodies of the questions that were right in every part, in order. */
  readonly questions: readonly Body[]
  readonly requests: readonly TakenRequest[]
  /** What the model says to every question from now on, or how that follows from the question. */
  say(saying: Saying | ((question: Body) => Saying)): void
  /** What the service does with every question from now on, in place of passing it on. */
  replyWith(reply: Reply | undefined): void
  close(): Promise<void>
}

type Body = Readonly<Record<string, unknown>>

/** The Chat Completions of OpenAI on loopback: it refuses what the service refuses, in its words. */
export async function startOpenAi(): Promise<OpenAiStandIn> {
  const questions: Body[] = []
  let saying: Saying | ((question: Body) => Saying) = { content: 'Hello' }
  let behaviour: Reply | undefined

  function replyTo(request: TakenRequest): Reply {
    const refused = refusalOfCaller(request)
    if (refused !== undefined) return refused
    if (request.method === 'GET' && request.url === '/v1/models') return json(modelList)
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
      return problem(404, `Unknown request URL: ${request.method} ${request.url}`, null, 'unknown_url')
    }
    const body: unknown = JSON.parse(request.body)
    if (!isRecord(body)) return problem(400, 'We could not parse the JSON body of your request.')
    const complaint = complaintOf(body)
    if (complaint !== undefined) return complaint
    if (behaviour !== undefined) return behaviour
    questions.push(body)
    return json(completionOf(String(body.model), typeof saying === 'function' ? saying(body) : saying))
  }

  const server = await startStandIn((response, request) => replyTo(request)(response, request))
  return {
    url: `${server.origin}/v1`,
    questions,
    requests: server.requests,
    say(next) {
      saying = next
      behaviour = undefined
    },
    replyWith(reply) {
      behaviour = reply
    },
    close: () => server.close(),
  }
}

/** An error as the service writes it. */
export function problem(
  status: number,
  message: string,
  param: string | null = null,
  code: string | null = null,
): Reply {
  const type = status === 429 ? 'requests' : 'invalid_request_error'
  return json({ error: { message, type, param, code } }, status)
}

/** Too many questions, with the pause in both forms. */
export const busy: Reply = (response) => {
  response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '7', 'retry-after-ms': '6500' })
  const message = `Rate limit reached for ${MODEL} on requests per min (RPM): Limit 3, Used 3, Requested 1.`
  response.end(JSON.stringify({ error: { message, type: 'requests', param: null, code: 'rate_limit_exceeded' } }))
}

const modelList = {
  object: 'list',
  data: models.map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'system' })),
}

function completionOf(model: string, { content, refusal, finishReason = 'stop' }: Saying) {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: `${model}-2026-01-01`,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: refusal ?? null, annotations: [] },
        logprobs: null,
        finish_reason: finishReason,
      },
    ],
    usage: { prompt_tokens: 120, completion_tokens: 16, total_tokens: 136 },
    service_tier: 'default',
  }
}

function refusalOfCaller({ headers, method }: TakenRequest): Reply | undefined {
  const { authorization } = headers
  if (authorization === undefined) return problem(401, "You didn't provide an API key.")
  if (authorization !== `Bearer ${apiKey}`) {
    const shown = `${authorization.slice(7, 12)}***`
    return problem(401, `Incorrect API key provided: ${shown}.`, null, 'invalid_api_key')
  }
  const given = headers['openai-organization']
  if (given !== undefined && given !== organisation) {
    return problem(
      401,
      'OpenAI-Organization header should match organization for API key',
      null,
      'mismatched_organization',
    )
  }
  if (method === 'POST' && !String(headers['content-type']).startsWith('application/json')) {
    return problem(400, 'you must provide a model parameter')
  }
  return undefined
}

const parameters = new Set([
  'model',
  'messages',
  'temperature',
  'max_tokens',
  'max_completion_tokens',
  'response_format',
])

function complaintOf(body: Body): Reply | undefined {
  const strange = Object.keys(body).find((name) => !parameters.has(name))
  if (strange !== undefined) return problem(400, `Unrecognized request argument supplied: ${strange}`)
  const { model, messages, temperature, response_format: format } = body
  if (typeof model !== 'string') return problem(400, 'you must provide a model parameter')
  if (!models.includes(model)) {
    return problem(
      404,
      `The model \`${model}\` does not exist or you do not have access to it.`,
      null,
      'model_not_found',
    )
  }
  if (!Array.isArray(messages) || messages.length === 0 || !messages.every(isMessage)) {
    return problem(400, "Invalid type for 'messages'.", 'messages', 'invalid_type')
  }
  if (temperature !== undefined && !(typeof temperature === 'number' && temperature >= 0 && temperature <= 2)) {
    return problem(400, "Invalid 'temperature'.", 'temperature', 'decimal_above_max_value')
  }
  return complaintOfModel(model, body) ?? complaintOfLimit(body) ?? complaintOfFormat(format)
}

function complaintOfModel(model: string, { temperature, max_tokens: old }: Body): Reply | undefined {
  if (model !== THINKING_MODEL) return undefined
  const words = (name: string) => `Unsupported parameter: '${name}' is not supported with this model.`
  if (old !== undefined) return problem(400, words('max_tokens'), 'max_tokens', 'unsupported_parameter')
  if (temperature === undefined || temperature === 1) return undefined
  return problem(400, words('temperature'), 'temperature', 'unsupported_value')
}

function complaintOfLimit({ max_tokens: old, max_completion_tokens: limit }: Body): Reply | undefined {
  const wrong = [old, limit].some((value) => value !== undefined && !(Number.isInteger(value) && Number(value) > 0))
  return wrong ? problem(400, "Invalid 'max_completion_tokens'.", 'max_completion_tokens', 'invalid_type') : undefined
}

function isMessage(message: unknown): boolean {
  if (!isRecord(message)) return false
  const { role, content, ...rest } = message
  return (
    ['system', 'user', 'assistant'].includes(String(role)) &&
    typeof content === 'string' &&
    Object.keys(rest).length === 0
  )
}

function complaintOfFormat(format: unknown): Reply | undefined {
  if (format === undefined) return undefined
  const wrong = (message: string) =>
    problem(400, `Invalid schema for response_format 'answer': ${message}`, 'response_format')
  if (!isRecord(format) || format.type !== 'json_schema' || !isRecord(format.json_schema)) return wrong('no schema')
  const { name, strict, schema } = format.json_schema
  if (typeof name !== 'string' || !/^[a-zA-Z0-9_-]{1,64}$/.test(name) || strict !== true) return wrong('name')
  if (!isRecord(schema) || schema.type !== 'object') return wrong('schema must be a JSON Schema of \'type: "object"\'')
  const complaint = schemaComplaint(schema)
  return complaint === undefined ? undefined : wrong(complaint)
}

const schemaWords = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'enum',
  'anyOf',
  'description',
])

/** What a strict schema may not be. */
function schemaComplaint(schema: unknown): string | undefined {
  if (!isRecord(schema)) return 'a schema is an object'
  const strange = Object.keys(schema).find((word) => !schemaWords.has(word))
  if (strange !== undefined) return `'${strange}' is not permitted`
  const { type, properties, items, anyOf } = schema
  if (type === 'object') {
    const names = Object.keys(isRecord(properties) ? properties : {})
    if (schema.additionalProperties !== false)
      return "'additionalProperties' is required to be supplied and to be false"
    if (JSON.stringify(schema.required) !== JSON.stringify(names)) return "'required' has to include every key"
  }
  if (type === 'array' && !isRecord(items)) return 'array schema missing items'
  if (type === undefined && !Array.isArray(anyOf)) return "schema must have a 'type' key"
  const inner: unknown[] = [
    ...(isRecord(properties) ? Object.values(properties) : []),
    ...(items === undefined ? [] : [items]),
    ...(Array.isArray(anyOf) ? anyOf : []),
  ]
  return inner.map(schemaComplaint).find((complaint) => complaint !== undefined)
}
