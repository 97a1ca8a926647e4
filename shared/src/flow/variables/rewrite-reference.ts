import { type Reference, tokenText } from '../../expressions/index.ts'

/** The token with another path, in the form in which it was written. */
export function rewriteReference(
  { kind, source, path: before }: Pick<Reference, 'kind' | 'source' | 'path'>,
  path: readonly (string | number)[],
): string {
  const bare = (of: readonly (string | number)[]) => tokenText(of).replace(/^\$\{?|\}$/g, '')
  switch (kind) {
    case 'dollar':
      return tokenText(path)
    case 'brace':
      return `\${${bare(path)}}`
    case 'paren':
      return `$(${bare(path)})`
    case 'mustache':
      return source.includes(bare(before)) ? source.replace(bare(before), () => bare(path)) : `{{${bare(path)}}}`
  }
}
