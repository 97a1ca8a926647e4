/**
 * Returns a function that formats times as ISO text. It remembers the last one, because many events of a process fall
 * into the same millisecond and comparing is cheaper than formatting.
 */
export function createTimeText(): (time: Date) => string {
  let ms = Number.NaN
  let text = ''
  return (time) => {
    if (time.getTime() !== ms) {
      ms = time.getTime()
      text = time.toISOString()
    }
    return text
  }
}
