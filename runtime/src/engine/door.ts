import { MINUTE_MS } from '@patchbay/shared/time'
/** A door lets so many through and keeps the rest in order of arrival. */
export interface Door<Item> {
  /** True: the item is through. False: it waits here. */
  enter(item: Item): boolean
  /** The next item that may go through now; it counts as through. */
  take(): Item | undefined
  /** An item that had come through begins its work. */
  started(): void
  /** It has ended. */
  left(): void
  readonly isEmpty: boolean
}

/** First in, first out, without moving the whole list at each turn. */
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
    // Who has left is not kept until the list is cut.
    this.#items[this.#start] = undefined
    this.#start++
    if (this.#start > 1024 && this.#start * 2 > this.#items.length) {
      this.#items.splice(0, this.#start)
      this.#start = 0
    }
    return item
  }
}

/** So many inside at once. The capacity may change while the door is in use. */
export class CountingDoor<Item> implements Door<Item> {
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

export interface RateDoorOptions {
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number
  /** Told when somebody who waits may go through. */
  readonly onOpen: () => void
}

/**
 * So many starts in any 60 seconds. Who is through but has not started yet, because another door is shut, counts
 * already, so that no crowd gathers behind.
 */
export class RateDoor<Item> implements Door<Item> {
  readonly #line = new Line<Item>()
  readonly #options: RateDoorOptions
  /** When the last starts were; those older than a minute are forgotten. */
  #starts: number[] = []
  #pending = 0
  #timer: NodeJS.Timeout | undefined
  perMinute: number

  constructor(perMinute: number, options: RateDoorOptions) {
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

  /** Ends the timer of those who wait. */
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
