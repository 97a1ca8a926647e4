const sources = import.meta.glob<string>(
  ['../../../docs/*.md', '../../../docs/*/*.md', '!../../../docs/decisions/*.md'],
  { query: '?raw', import: 'default' },
)
const pictures = import.meta.glob<string>('../../../docs/images/*.webp', {
  query: '?url',
  import: 'default',
  eager: true,
})

const DOCS = '../../../docs/'

/** How the text of a page of the help is had; undefined where there is no such page. `path` is as in `helpPages`. */
export function sourceOf(path: string): (() => Promise<string>) | undefined {
  return sources[`${DOCS}${path}.md`]
}

/** Where a link or picture on a page of the help leads. */
export type Target =
  | { readonly kind: 'page'; readonly path: string; readonly anchor: string }
  | { readonly kind: 'outside'; readonly url: string }
  | { readonly kind: 'picture'; readonly url: string }
  /** A file that does not come with the product. */
  | { readonly kind: 'none' }

/** @param from path of the page that the target stands on */
export function targetOf(from: string, target: string): Target {
  if (/^[a-z]+:/.test(target)) return { kind: 'outside', url: target }
  const { pathname, hash } = new URL(target, `http://docs/${from}.md`)
  const file = decodeURIComponent(pathname.slice(1)) || `${from}.md`
  const picture = pictures[`${DOCS}${file}`]
  if (picture !== undefined) return { kind: 'picture', url: picture }
  const path = file.replace(/\/$/, '/README').replace(/\.md$/, '')
  return sourceOf(path) === undefined ? { kind: 'none' } : { kind: 'page', path, anchor: hash.slice(1) }
}
