import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { askedFields, type IntegrationManifest } from '@patchbay/shared/api'
import { isJsonObject, type Json, type JsonObject, parseJson, repeatedKeys } from '@patchbay/shared/json'
import { readManifest } from '@patchbay/shared/manifests'
import type { WebClient } from '../../runtime/src/platform/egress/web-client.ts'
import type { ActionSample } from './check-actions.ts'
import type { CheckOptions } from './check-bridge.ts'

const usage = `npm run bridge:check -- <address of the bridge> [--with check.json] [--manifest manifest.json]

  --with      a file { "auth": { … }, "contact": { … }, "actions": { "<name>": { "good": { … }, "bad": { … } } } }:
              credentials by field, "data" for interactions, and inputs of actions. Actions without inputs are not called.
              "signing_secret": "whsec_…" of a bridge that verifies signatures.
  --manifest  the manifest. Default: <address of the bridge>/manifest.json
`

export interface CheckArguments {
  readonly url: URL
  readonly withFile: string | undefined
  readonly manifestFile: string | undefined
}

/** @throws Error with the usage for arguments that cannot be used */
export function readArguments(args: readonly string[]): CheckArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { with: { type: 'string' }, manifest: { type: 'string' } },
    allowPositionals: true,
  })
  const [address = ''] = positionals
  const url = URL.parse(address)
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Error(usage)
  return { url, withFile: values.with, manifestFile: values.manifest }
}

/** What is in the file of the person who checks. */
export async function readCheckFile(
  file: string | undefined,
): Promise<Required<Pick<CheckOptions, 'auth' | 'contact' | 'actions' | 'signingSecret'>>> {
  if (file === undefined) return { auth: {}, contact: undefined, actions: {}, signingSecret: undefined }
  const content = parseText(await readFile(file, 'utf8'), file)
  if (!isJsonObject(content)) throw new Error(`${file} must be an object with "auth".`)
  return {
    auth: objectIn(content, 'auth', file) ?? {},
    contact: objectIn(content, 'contact', file),
    actions: samplesOf(objectIn(content, 'actions', file) ?? {}, file),
    signingSecret: secretIn(content, file),
  }
}

/**
 * Reads the manifest from its file, or from the bridge.
 * @throws Error that lists what is wrong with it
 */
export async function readManifestOf(
  web: WebClient,
  { url, manifestFile }: CheckArguments,
): Promise<IntegrationManifest> {
  const place = manifestFile ?? new URL('manifest.json', `${url.origin}${url.pathname.replace(/\/*$/, '/')}`).href
  const text = manifestFile === undefined ? await fetchText(web, place) : await readFile(manifestFile, 'utf8')
  // The bridge under check may still be on this machine, without encryption.
  const { manifest, errors } = readManifest(parseText(text, place), { mayBePlain: () => true })
  const faults = [...repeatedKeys(text), ...errors]
  if (manifest !== undefined && faults.length === 0) return manifest
  const lines = faults.map(({ path, message }) => `✗ Manifest: ${path}: ${message}`)
  throw new Error(lines.join('\n'))
}

/** @throws Error that names the fields that are missing */
export function requireFields({ integration }: IntegrationManifest, auth: JsonObject): void {
  const missing = askedFields(integration).filter(
    ({ mandatory, field_name }) => mandatory && auth[field_name] === undefined,
  )
  if (missing.length === 0) return
  const names = missing.map(({ field_name }) => field_name).join(', ')
  throw new Error(`Credentials are missing: ${names}. Name them in "auth" of the file of --with.`)
}

async function fetchText(web: WebClient, url: string): Promise<string> {
  const { statusCode, text } = await web.request({ method: 'GET', url, headers: [], timeoutMs: 10_000 })
  if (statusCode === 200) return text
  throw new Error(`There is no manifest at ${url} (${statusCode}). Name a file: --manifest manifest.json`)
}

function parseText(text: string, place: string): Json {
  try {
    return parseJson(text)
  } catch (cause) {
    throw new Error(`${place} is no JSON.`, { cause })
  }
}

function objectIn(content: JsonObject, key: string, file: string): JsonObject | undefined {
  const value = content[key]
  if (value === undefined || isJsonObject(value)) return value
  throw new Error(`"${key}" in ${file} must be an object.`)
}

function secretIn({ signing_secret: secret }: JsonObject, file: string): string | undefined {
  if (secret === undefined || (typeof secret === 'string' && /^whsec_[A-Za-z0-9+/]+=*$/.test(secret))) return secret
  throw new Error(`"signing_secret" in ${file} must begin with whsec_, as the account at the platform has it.`)
}

function samplesOf(actions: JsonObject, file: string): Readonly<Record<string, ActionSample>> {
  const samples = Object.keys(actions).map((name) => {
    const sample = objectIn(actions, name, file) ?? {}
    const good = objectIn(sample, 'good', file)
    const bad = objectIn(sample, 'bad', file)
    return [name, { ...(good === undefined ? {} : { good }), ...(bad === undefined ? {} : { bad }) }] as const
  })
  return Object.fromEntries(samples)
}
