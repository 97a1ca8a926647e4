import { MINUTE_MS } from '@patchbay/shared/time'

/** Lets a bounded number of items pass and queues the rest in order of arrival. */
export interface Limiter<Item> {
  /** True: the item has passed. False: it is queued here. */
  enter(item: Item): boolean
  /** Takes the next queued item that may pass now; it counts as passed. */
  take(): Item | undefined
  /** Called when an item that has passed begins its work. */
  started(): void
  /** Called when its work has ended. */
  left(): void
  readonly isEmpty: boolean
}

/** First in, first out, without moving the whole list at each removal. */
export class Line<Item> {
  #items: (Item | undefined)[] = []
  #start = 0

  get length(): number {
    return this.#items.length - this.#start
  }

  push(item: Item): void {
    this.#items.push(item)
  }

  get first(): Item | undefined {
    return this.#items[this.#start]
  }

  shift(): Item | undefined {
    const item = this.first
    if (item === undefined) return undefined
    // The slot is cleared so that the item can be collected before the list is cut.
    this.#items[this.#start] = undefined
    this.#start++
    if (this.#start > 1024 && this.#start * 2 > this.#items.length) {
      this.#items.splice(0, this.#start)
      this.#start = 0
    }
    return item
  }
}

/** At most `capacity` items at once. The capacity may change at any time. */
export class Semaphore<Item> implements Limiter<Item> {
  readonly #line = new Line<Item>()
  #inside = 0
  capacity: number

  constructor(capacity: number) {
    this.capacity = capacity
  }

  get isEmpty(): boolean {
    return this.#inside === 0 && this.#line.length === 0
  }

  enter(item: Item): boolean {
    if (this.#line.length === 0 && this.#inside < this.capacity) {
      this.#inside++
      return true
    }
    this.#line.push(item)
    return false
  }

  take(): Item | undefined {
    if (this.#inside >= this.capacity) return undefined
    const item = this.#line.shift()
    if (item !== undefined) this.#inside++
    return item
  }

  started(): void {}

  left(): void {
    this.#inside--
  }
}

export interface StartRateOptions {
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number
  /** Called when a queued item may pass. */
  readonly onOpen: () => void
}

/**
 * At most `perMinute` starts in any 60 seconds. An item that has passed but waits at the next limiter counts already;
 * otherwise a burst could gather there.
 */
export class StartRate<Item> implements Limiter<Item> {
  readonly #line = new Line<Item>()
  readonly #options: StartRateOptions
  /** Times of the starts in the last minute. */
  #starts: number[] = []
  #pending = 0
  #timer: NodeJS.Timeout | undefined
  perMinute: number

  constructor(perMinute: number, options: StartRateOptions) {
    this.perMinute = perMinute
    this.#options = options
  }

  get isEmpty(): boolean {
    this.#forget()
    return this.#pending === 0 && this.#line.length === 0 && this.#starts.length === 0
  }

  enter(item: Item): boolean {
    if (this.#line.length === 0 && this.#hasRoom()) {
      this.#pending++
      return true
    }
    this.#line.push(item)
    this.#openLater()
    return false
  }

  take(): Item | undefined {
    if (!this.#hasRoom()) {
      this.#openLater()
      return undefined
    }
    const item = this.#line.shift()
    if (item !== undefined) this.#pending++
    return item
  }

  started(): void {
    this.#pending--
    this.#starts.push(this.#options.clock())
  }

  left(): void {}

  /** Stops the timer for queued items. */
  close(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #hasRoom(): boolean {
    this.#forget()
    return this.#starts.length + this.#pending < this.perMinute
  }

  #forget(): void {
    const since = this.#options.clock() - MINUTE_MS
    const recent = this.#starts.findIndex((at) => at > since)
    if (recent === -1) this.#starts = []
    else if (recent > 0) this.#starts.splice(0, recent)
  }

  #openLater(): void {
    const [oldest] = this.#starts
    if (this.#timer !== undefined || oldest === undefined || this.#line.length === 0) return
    const waitMs = Math.max(1, Math.ceil(oldest + MINUTE_MS - this.#options.clock()))
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#options.onOpen()
    }, waitMs).unref()
  }
}
