import type { AppContext } from '../kit/app-env.ts'

/** The address under which the caller reaches this server, without a trailing slash. */
export function baseUrlOf(context: AppContext, publicUrl: string | undefined): string {
  return publicUrl ?? new URL(context.req.url).origin
}
