import { createHash, randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { AppError } from '@patchbay/shared/errors'
import type { AppContext } from '../kit/app-env.ts'
import { hasCopy } from './preconditions.ts'
import { contentPolicy, workerPolicy } from './security-headers.ts'

/** Placeholder for a nonce in the built index.html, put there by designer/vite.config.ts. */
export const NONCE_WORD = 'PATCHBAY_CSP_NONCE'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.txt': 'text/plain; charset=utf-8',
}

interface File {
  readonly modifiedMs: number
  readonly bytes: Buffer<ArrayBuffer>
  /** Absent where compression gains nothing. */
  readonly gzipped?: Buffer<ArrayBuffer>
  readonly tag: string
}

const pack = promisify(gzip)

/**
 * Serves the built designer: its files, and index.html with a fresh style nonce for the address of every page. Files
 * are kept in memory and read again when they change.
 */
export function createPages(folder: string): (context: AppContext) => Promise<Response> {
  const root = resolve(folder)
  const cache = new Map<string, File>()

  async function find(path: string): Promise<File | undefined> {
    const absolute = resolve(join(root, path))
    if (!absolute.startsWith(root + sep)) return undefined
    const found = await stat(absolute).catch(() => undefined)
    if (found === undefined || !found.isFile()) return undefined
    const known = cache.get(absolute)
    if (known?.modifiedMs === found.mtimeMs) return known
    const file = await load(absolute, found.mtimeMs)
    cache.set(absolute, file)
    return file
  }

  return async (context) => {
    const path = pathOf(context)
    const file = path === '/' || path === '/index.html' ? undefined : await find(path)
    if (file !== undefined) return answerFile(context, path, file)
    const isEntry = path === '/' || path === '/index.html'
    if (!isEntry && (extname(path) !== '' || !wantsPage(context))) throw notFound()
    return answerPage(await find('index.html'))
  }
}

async function load(path: string, modifiedMs: number): Promise<File> {
  const bytes = Buffer.from(await readFile(path))
  const isText = /^(text|application)\/|svg/.test(types[extname(path)] ?? '')
  const gzipped = isText && bytes.length > 1024 ? Buffer.from(await pack(bytes)) : undefined
  const tag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  return { modifiedMs, bytes, ...(gzipped === undefined ? {} : { gzipped }), tag }
}

/** The decoded path. A path that cannot be decoded, or that cannot name a file of a page, is answered as not found. */
function pathOf(context: AppContext): string {
  const path = context.req.path
  const decoded = decode(path)
  if (decoded === undefined || /[\0\\]/.test(decoded)) throw notFound()
  if (/^\/(api|triggers|hooks|channels|media|_rest|v2)(\/|$)/.test(decoded)) throw notFound()
  return decoded
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/** A browser that opens a page accepts text/html. A program with a wrong address gets an error instead of a page. */
function wantsPage(context: AppContext): boolean {
  return (context.req.header('accept') ?? '').includes('text/html')
}

function answerFile(context: AppContext, path: string, file: File): Response {
  const isHashed = path.startsWith('/assets/')
  const headers = new Headers({
    'content-type': types[extname(path)] ?? 'application/octet-stream',
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.tag,
    vary: 'accept-encoding',
  })
  if (isHashed && extname(path) === '.js') headers.set('content-security-policy', workerPolicy)
  if (hasCopy(context, file.tag)) return new Response(null, { status: 304, headers })
  const takesGzip = /\bgzip\b/.test(context.req.header('accept-encoding') ?? '')
  if (!takesGzip || file.gzipped === undefined) return new Response(file.bytes, { headers })
  headers.set('content-encoding', 'gzip')
  return new Response(file.gzipped, { headers })
}

function answerPage(index: File | undefined): Response {
  if (index === undefined) {
    const text =
      'The designer has not been built. Run "npm run build" in the Patchbay folder, then load this page again.'
    return new Response(text, { status: 503, headers: { 'content-type': 'text/plain; charset=utf-8' } })
  }
  const nonce = randomBytes(16).toString('base64')
  return new Response(index.bytes.toString('utf8').replaceAll(NONCE_WORD, nonce), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': contentPolicy(nonce),
    },
  })
}

function notFound(): AppError {
  return new AppError('NOT_FOUND', 'Nothing is at this address.')
}
