import { isSecretReference } from '@patchbay/shared/flow'
import { inspectorTexts } from '../../ui/texts/inspector.ts'

const texts = inspectorTexts.address

type Inputs = Readonly<Record<string, unknown>>

interface AddressParts {
  readonly origin: string
  readonly flowId: string
  readonly inputs: Inputs
}

/** A trigger with a path of its own answers under `/hooks/`, others under the flow's id. Null while the path is empty. */
export function triggerAddress({ origin, flowId, inputs }: AddressParts): string | null {
  if (!Object.hasOwn(inputs, 'path')) return `${origin}/triggers/${flowId}`
  const { path } = inputs
  return typeof path === 'string' && path !== '' ? `${origin}/hooks/${encodeURIComponent(path)}` : null
}

/** A curl command that starts the flow with made-up values. */
export function curlExample(address: string, inputs: Inputs): string {
  const lines = [`curl -X ${methodOf(inputs)} '${address}'`, ...credentialLines(inputs)]
  lines.push(`  -H 'Content-Type: application/json'`, `  -d '${bodyOf(inputs)}'`)
  return lines.join(' \\\n')
}

function methodOf({ methods }: Inputs): string {
  const [first = 'POST'] = Array.isArray(methods) ? methods.map(String) : []
  return first
}

function credentialLines({ authToken, auth }: Inputs): string[] {
  if (typeof authToken === 'string' && authToken !== '') return [`  -H 'Authorization: Bearer ${quoted(authToken)}'`]
  if (isSecretReference(authToken)) return [`  -H 'Authorization: Bearer ${texts.authToken}'`]
  if (typeof auth !== 'object' || auth === null || !('type' in auth)) return []
  if (auth.type === 'basic')
    return [`  -u '${'username' in auth ? quoted(String(auth.username)) : ''}:${texts.password}'`]
  if (auth.type === 'header' && 'headerName' in auth)
    return [`  -H '${quoted(String(auth.headerName))}: ${texts.headerValue}'`]
  return []
}

function bodyOf({ expectedInputs }: Inputs): string {
  const body: Record<string, string> = { ANI: '+13055550119' }
  for (const expected of Array.isArray(expectedInputs) ? expectedInputs : []) {
    const name: unknown = expected?.name
    if (typeof name === 'string' && name !== '') body[name] = 'a value'
  }
  return quoted(JSON.stringify(body))
}

/** Inside single quotes of a shell. */
function quoted(text: string): string {
  return text.replaceAll("'", `'\\''`)
}
