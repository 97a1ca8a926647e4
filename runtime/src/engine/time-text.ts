/**
 * Writes moments as ISO text. Many of the events of one process happen in the same millisecond, and writing a moment
 * takes longer than to see that it is the one before.
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
