/** Where to go after signing in: a path of ours, never another site. */
export function safeTarget(to: string | null): string {
  return to !== null && /^\/(?![/\\])/.test(to) ? to : '/'
}
