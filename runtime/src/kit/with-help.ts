import type { AppError } from '@patchbay/shared/errors'

/** What went wrong and what to do about it, as one text. */
export function withHelp({ message, extra }: Pick<AppError, 'message' | 'extra'>): string {
  const help = typeof extra.help === 'string' ? ` ${extra.help}` : ''
  return `${message.replace(/\.?$/, '.')}${help}`
}
