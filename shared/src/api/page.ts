/** One page of a list; `next` goes into `?after=` and is null on the last page. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}
