const PREFIX = 'accounts.'

/** The option source that lists the accounts of a type. An input with it holds the id of one of them. */
export function accountOptions(type: string): string {
  return `${PREFIX}${type}`
}

/** The type whose accounts a source lists; undefined for any other source. */
export function accountTypeOf(source: string | undefined): string | undefined {
  return source?.startsWith(PREFIX) === true ? source.slice(PREFIX.length) : undefined
}
