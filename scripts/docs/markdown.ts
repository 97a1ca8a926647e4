const lineWidth = 120

/** What Markdown takes for the beginning of a list, heading or quotation when it begins a line. */
const startsBlock = /^(?:[-+*>|]|#{1,6}|\d+[.)])$/

/** Breaks a paragraph into lines; those after the first are indented as far as its text. */
export function wrap(text: string, bullet = ''): string {
  const indent = ' '.repeat(bullet.length)
  const lines: string[] = []
  let line = bullet.trimEnd()
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const fits = line.length + 1 + word.length <= lineWidth
    if (line.trim() !== '' && !fits && !startsBlock.test(word)) {
      lines.push(line)
      line = `${indent}${word}`
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line].join('\n')
}

/** Text of a definition as Markdown that shows it unchanged. */
export function plain(text: string): string {
  return text.replace(/[\\`*<[\]|]/g, '\\$&')
}

/** A value as code. */
export function code(value: unknown): string {
  const text = String(value)
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``
}

/** With a capital and a full stop. */
export function sentence(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '') return ''
  return `${trimmed.slice(0, 1).toUpperCase()}${trimmed.slice(1)}${/[.!?:]$/.test(trimmed) ? '' : '.'}`
}

/** `a, b or c`. */
export function either(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} or ${last}`
}
