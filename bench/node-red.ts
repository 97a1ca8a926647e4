import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Child, startChild } from './child.ts'

const VERSION = '5.0.7'
const folder = fileURLToPath(new URL('.cache/node-red/', import.meta.url))

/** Installs Node-RED when it is not there yet; a sentence says why when that is not possible. */
export function installNodeRed(): string | undefined {
  const manifest = join(folder, 'node_modules/node-red/package.json')
  if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === VERSION) return undefined
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"private":true}')
  const args = ['install', '--prefix', folder, '--no-audit', '--no-fund', '--save-exact', `node-red@${VERSION}`]
  const { status, stderr } = spawnSync('npm', args, { encoding: 'utf8', timeout: 300_000 })
  return status === 0 ? undefined : `Node-RED ${VERSION} could not be installed: ${stderr.trim().split('\n')[0] ?? ''}`
}

/** Node-RED with the same flow, its editor off and its log quiet. */
export async function startNodeRed(service: string): Promise<Child & { readonly url: string }> {
  const port = await freePort()
  const userDir = join(folder, 'user')
  mkdirSync(userDir, { recursive: true })
  writeFileSync(join(userDir, 'flows.json'), JSON.stringify(flow(service)))
  writeFileSync(join(userDir, 'settings.js'), settings(port))
  const child = await startChild(join(folder, 'node_modules/node-red/red.js'), {
    args: ['--userDir', userDir, '--settings', join(userDir, 'settings.js')],
    ready: /(Started flows)/,
  })
  return { ...child, url: `http://127.0.0.1:${port}/run` }
}

function settings(port: number): string {
  const values = { uiPort: port, uiHost: '127.0.0.1', httpAdminRoot: false, flowFile: 'flows.json' }
  const logging = { console: { level: 'info', metrics: false, audit: false } }
  return `module.exports = ${JSON.stringify({ ...values, logging, diagnostics: { enabled: false } })}\n`
}

/** http in → GET → extract → POST → http response. */
function flow(service: string): readonly object[] {
  const z = 'tab'
  const extract = `const period = msg.payload.properties.periods[0];
msg.payload = { city: msg.city, temperature: period.temperature, wind: period.windSpeed };
msg.headers = { 'content-type': 'application/json' };
return msg;`
  const keep = 'msg.city = msg.payload.city; delete msg.payload; delete msg.headers; return msg;'
  const answer = 'msg.payload = { status: msg.statusCode, answer: msg.payload }; msg.headers = {}; return msg;'
  const code = { outputs: 1, noerr: 0, initialize: '', finalize: '', libs: [] }
  const request = { type: 'http request', z, ret: 'obj', paytoqs: 'ignore', persist: true, authType: '' }
  return [
    { id: 'tab', type: 'tab', label: 'bench' },
    { id: 'in', type: 'http in', z, url: '/run', method: 'post', wires: [['keep']] },
    { id: 'keep', type: 'function', z, func: keep, ...code, wires: [['get']] },
    { id: 'get', ...request, method: 'GET', url: `${service}/forecast`, wires: [['extract']] },
    { id: 'extract', type: 'function', z, func: extract, ...code, wires: [['post']] },
    { id: 'post', ...request, method: 'POST', url: `${service}/report`, wires: [['answer']] },
    { id: 'answer', type: 'function', z, func: answer, ...code, wires: [['out']] },
    { id: 'out', type: 'http response', z, statusCode: '200', headers: {}, wires: [] },
  ]
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No free port was found.')
  return address.port
}
