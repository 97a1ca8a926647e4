/** Keys that work in one place only, on a block or on a line of the outline; they move rather than change. */
export interface KeyBinding<Context> {
  /** As in `Command.shortcuts`. */
  readonly keys: readonly string[]
  /** What the list of keys says of it. */
  readonly title: string
  run(context: Context): void
}
