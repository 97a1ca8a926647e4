import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { isUuid } from '@patchbay/shared/api'
import { type SettingName, settings } from './settings.ts'

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** The roles of a node: accept events, run flows, serve the designer and its API. */
export const nodeRoles = ['intake', 'worker', 'designer'] as const
export type NodeRole = (typeof nodeRoles)[number]

/** All settings of a process, read once at start. */
export interface Config {
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** Origin without a trailing slash; absent: the listening address. */
  readonly publicUrl?: string
  /** Absolute path. */
  readonly dataDir: string
  readonly databaseUrl?: string
  readonly secretKey?: string
  readonly apiToken?: string
  readonly admin?: { readonly email: string; readonly password: string }
  readonly egressAllow: readonly string[]
  readonly maxConcurrentRuns: number
  readonly queueLimit: number
  readonly retentionDays: number
  /** Most MiB of files of messages, all together. */
  readonly mediaLimitMb: number
  /** How long a text to a paused flow may be held. */
  readonly holdTextsSeconds: number
  /** Notified of failures of flows that name no recipient of their own. */
  readonly onFailure: { readonly flowId?: string; readonly url?: string; readonly email?: string }
  /** Where e-mail is handed over, and its sender. Absent: no e-mail is sent. */
  readonly mail?: { readonly url: string; readonly from: string }
  /** May lack `worker` only with `databaseUrl`, because another process must run what is stored. */
  readonly roles: readonly NodeRole[]
  /** Base URLs that replace those of outside services, by `<integration>.<host>`. */
  readonly serviceUrls: Readonly<Record<string, string>>
  /** Addresses and CIDR ranges whose X-Forwarded-For is trusted. */
  readonly trustedProxies: readonly string[]
  readonly logLevel: LogLevel
}

/** Thrown for wrong settings, with one sentence for each. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`These settings cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the settings from an environment. An empty value counts as not set. Secret values never appear in a problem.
 * @throws ConfigError that names every wrong value
 */
export function readConfig(env: Environment): Config {
  const reader = createReader(env)
  const { text, integer } = reader
  const publicUrl = reader.checked('PATCHBAY_PUBLIC_URL', readOrigin)
  const databaseUrl = reader.checked('PATCHBAY_DATABASE_URL', readDatabaseUrl)
  const secretKey = reader.checked('PATCHBAY_SECRET_KEY', (value) => atLeast(value, 32))
  const apiToken = reader.checked('PATCHBAY_API_TOKEN', readApiToken)
  const config: Config = {
    host: reader.checked('PATCHBAY_HOST', readHost) ?? '127.0.0.1',
    port: integer('PATCHBAY_PORT', 3000, 0, 65_535),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    dataDir: resolve(text('PATCHBAY_DATA_DIR') ?? './data'),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(secretKey === undefined ? {} : { secretKey }),
    ...(apiToken === undefined ? {} : { apiToken }),
    ...readAdministrator(reader),
    egressAllow: reader.checked('PATCHBAY_EGRESS_ALLOW', readAllowList) ?? [],
    maxConcurrentRuns: integer('PATCHBAY_MAX_CONCURRENT_RUNS', 256, 1, 100_000),
    queueLimit: integer('PATCHBAY_QUEUE_LIMIT', 10_000, 0, 1_000_000),
    retentionDays: integer('PATCHBAY_RETENTION_DAYS', 30, 1, 36_500),
    mediaLimitMb: integer('PATCHBAY_MEDIA_LIMIT_MB', 1024, 16, 1_000_000),
    onFailure: readOnFailure(reader),
    ...readMail(reader),
    holdTextsSeconds: integer('PATCHBAY_HOLD_TEXTS_SECONDS', 3_600, 1, 31_536_000),
    roles: readRoles(reader, databaseUrl),
    serviceUrls: reader.checked('PATCHBAY_SERVICE_URLS', readServiceUrls) ?? {},
    trustedProxies: reader.checked('PATCHBAY_TRUSTED_PROXIES', readProxies) ?? [],
    logLevel: reader.checked('PATCHBAY_LOG_LEVEL', readLogLevel) ?? 'info',
  }
  if (reader.problems.length > 0) throw new ConfigError(reader.problems)
  return config
}

/** Names that look like settings but are unknown, such as a misspelt one. */
export function unknownSettings(env: Environment): string[] {
  const known = new Set<string>(settings.map((setting) => setting.name))
  return Object.keys(env).filter((name) => name.startsWith('PATCHBAY_') && !known.has(name))
}

/** The problem with a value, as the end of a sentence that begins with the setting's name. */
class WrongValue {
  readonly complaint: string
  constructor(complaint: string) {
    this.complaint = complaint
  }
}

function createReader(env: Environment) {
  const problems: string[] = []
  const text = (name: SettingName): string | undefined => {
    const value = env[name]?.trim()
    return value === '' ? undefined : value
  }
  const checked = <Value>(name: SettingName, read: (text: string) => Value | WrongValue): Value | undefined => {
    const value = text(name)
    if (value === undefined) return undefined
    const result = read(value)
    if (!(result instanceof WrongValue)) return result
    problems.push(`${name} ${result.complaint}`)
    return undefined
  }
  const integer = (name: SettingName, fallback: number, least: number, most: number): number =>
    checked(name, (value) => {
      const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
      const isFit = number >= least && number <= most
      return isFit ? number : new WrongValue(`must be a whole number from ${least} to ${most}, not "${value}".`)
    }) ?? fallback
  return { problems, text, checked, integer }
}

type Reader = ReturnType<typeof createReader>

function readOnFailure(reader: Reader): Config['onFailure'] {
  const url = reader.checked('PATCHBAY_ON_FAILURE_URL', (value) =>
    /^https?:\/\/[^/]/.test(value) && URL.canParse(value) ? value : new WrongValue('must be an http or https address.'),
  )
  const flowId = reader.checked('PATCHBAY_ON_FAILURE_FLOW', (value) =>
    isUuid(value)
      ? value.toLowerCase()
      : new WrongValue('must be the id of a flow, as its address in the designer shows it.'),
  )
  const email = reader.checked('PATCHBAY_ON_FAILURE_EMAIL', readMailbox)
  return {
    ...(url === undefined ? {} : { url }),
    ...(flowId === undefined ? {} : { flowId }),
    ...(email === undefined ? {} : { email }),
  }
}

function readMail(reader: Reader): Pick<Config, 'mail'> {
  const url = reader.checked('PATCHBAY_SMTP_URL', (value) =>
    // Without its value, which holds a password.
    /^smtps?:\/\/[^/]/.test(value) && URL.canParse(value)
      ? value
      : new WrongValue('must be the address of a mail server, such as smtp://user:password@mail.example.com:587.'),
  )
  const from = reader.checked('PATCHBAY_SMTP_FROM', readMailbox)
  if (url !== undefined && from === undefined && reader.text('PATCHBAY_SMTP_FROM') === undefined) {
    reader.problems.push('PATCHBAY_SMTP_FROM must say from whom e-mail comes where PATCHBAY_SMTP_URL is set.')
  }
  return url === undefined || from === undefined ? {} : { mail: { url, from } }
}

function readMailbox(value: string): string | WrongValue {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) && value.length <= 254
    ? value
    : new WrongValue(`must be an e-mail address, not "${value}".`)
}

function readAdministrator(reader: Reader): Pick<Config, 'admin'> {
  const email = reader.checked('PATCHBAY_ADMIN_EMAIL', readMailbox)?.toLowerCase()
  const password = reader.checked('PATCHBAY_ADMIN_PASSWORD', (value) =>
    value.length >= 10 && value.length <= 128 ? value : new WrongValue('must have 10 to 128 characters.'),
  )
  if (email !== undefined && password !== undefined) return { admin: { email, password } }
  const given = [reader.text('PATCHBAY_ADMIN_EMAIL'), reader.text('PATCHBAY_ADMIN_PASSWORD')]
  if (given.filter((value) => value !== undefined).length === 1) {
    reader.problems.push('PATCHBAY_ADMIN_EMAIL and PATCHBAY_ADMIN_PASSWORD must be set together.')
  }
  return {}
}

function readHost(value: string): string | WrongValue {
  const isName = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,252})$/.test(value)
  if (isIP(value) !== 0 || isName) return value
  return new WrongValue(`must be an IP address or host name without a port, not "${value}".`)
}

function readOrigin(value: string): string | WrongValue {
  const url = URL.canParse(value) ? new URL(value) : undefined
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:'
  const isBare = url?.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  if (url !== undefined && isHttp && isBare) return url.origin
  return new WrongValue('must be like https://patchbay.example.com, without a path.')
}

function readDatabaseUrl(value: string): string | WrongValue {
  // The value may hold a password, so it is not repeated.
  return /^postgres(ql)?:\/\/./.test(value) && URL.canParse(value)
    ? value
    : new WrongValue('must be like postgres://user:password@host:5432/name.')
}

function atLeast(value: string, length: number): string | WrongValue {
  return value.length >= length ? value : new WrongValue(`must have at least ${length} characters.`)
}

function readApiToken(value: string): string | WrongValue {
  if (!/^[\x21-\x7e]+$/.test(value)) return new WrongValue('must be ASCII characters without spaces.')
  return atLeast(value, 20)
}

function readLogLevel(value: string): LogLevel | WrongValue {
  const level = logLevels.find((candidate) => candidate === value.toLowerCase())
  return level ?? new WrongValue(`must be one of ${logLevels.join(', ')}, not "${value}".`)
}

function readRoles(reader: Reader, databaseUrl: string | undefined): readonly NodeRole[] {
  const roles = reader.checked('PATCHBAY_ROLES', (value): readonly NodeRole[] | WrongValue => {
    const names = value.split(',').map((name) => name.trim().toLowerCase())
    const wrong = names.find((name) => !nodeRoles.some((role) => role === name))
    if (wrong === undefined) return nodeRoles.filter((role) => names.includes(role))
    return new WrongValue(`lists "${wrong}"; the roles are ${nodeRoles.join(', ')}.`)
  })
  if (roles !== undefined && !roles.includes('worker') && databaseUrl === undefined) {
    reader.problems.push('PATCHBAY_ROLES can leave out "worker" only with PATCHBAY_DATABASE_URL.')
  }
  return roles ?? nodeRoles
}

/** Names are checked later, against the list of integrations. */
function readServiceUrls(value: string): Readonly<Record<string, string>> | WrongValue {
  const urls = new Map<string, string>()
  for (const entry of value.split(',').map((text) => text.trim())) {
    if (entry === '') continue
    const [name = '', ...rest] = entry.split('=')
    const url = readBaseUrl(rest.join('=').trim())
    if (url === undefined) {
      return new WrongValue(`lists "${entry.slice(0, 100)}"; write each as name=https://host/path, without a query.`)
    }
    urls.set(name.trim(), url)
  }
  return Object.fromEntries(urls)
}

/** The URL without a trailing slash. */
function readBaseUrl(text: string): string | undefined {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined
  return url.href.replace(/\/+$/, '')
}

function readProxies(value: string): string[] | WrongValue {
  const entries = value.split(',').map((entry) => entry.trim())
  const wrong = entries.find((entry) => !isAddressOrRange(entry))
  return wrong === undefined ? entries : new WrongValue(`lists "${wrong}", which is no IP address or CIDR range.`)
}

function isAddressOrRange(entry: string): boolean {
  return isIP(entry) !== 0 || (entry.includes('/') && isAllowEntry(entry))
}

function readAllowList(value: string): string[] | WrongValue {
  const entries = value.split(',').map((entry) => entry.trim())
  const wrong = entries.find((entry) => entry !== '' && !isAllowEntry(entry))
  if (wrong !== undefined) {
    return new WrongValue(`lists "${wrong}", which is no host, host:port, address or CIDR range.`)
  }
  return entries.filter((entry) => entry !== '')
}

function isAllowEntry(entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.split('/')
  if (prefix !== undefined) {
    const version = isIP(address)
    const most = version === 4 ? 32 : 128
    return rest.length === 0 && version !== 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= most
  }
  if (isIP(entry) !== 0) return true
  const match = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9*]([A-Za-z0-9._-]*))(:\d{1,5})?$/.exec(entry)
  const host = match?.[1] ?? ''
  if (host.startsWith('[') && isIP(host.slice(1, -1)) !== 6) return false
  return match !== null && Number(match[3]?.slice(1) ?? 1) <= 65_535
}
