import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { forecast } from '../runtime/test/helpers/weather.ts'

/** The outside service of all candidates: a forecast by GET, and a POST that takes what was read from it. */
const body = JSON.stringify(forecast())
const server = createServer((request, response) => {
  request.resume()
  request.once('end', () => {
    const isGet = request.method === 'GET'
    response.writeHead(200, { 'content-type': isGet ? 'application/geo+json' : 'application/json' })
    response.end(isGet ? body : '{"ok":true}')
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  // A listening TCP server has an address with a port.
  const { port } = server.address() as AddressInfo
  process.stdout.write(`service at http://127.0.0.1:${port}\n`)
})
process.on('SIGTERM', () => process.exit(0))
