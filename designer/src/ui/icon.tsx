import type { Icon as TablerIcon } from '@tabler/icons-react'

interface IconProps {
  readonly of: TablerIcon
  /** Pixels. Default 16. */
  readonly size?: 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 20 | 24
  /** Heavy strokes for the small marks on solid discs. */
  readonly mark?: boolean
  readonly className?: string | undefined
}

/** A Tabler icon in our stroke for its size; hidden from screen readers, since words stand beside it. */
export function Icon({ of: Glyph, size = 16, mark = false, className }: IconProps) {
  return (
    <Glyph
      size={size}
      stroke={mark ? 2.6 : strokeFor(size)}
      aria-hidden="true"
      focusable="false"
      {...(className === undefined ? {} : { className })}
    />
  )
}

function strokeFor(size: number): number {
  if (size <= 14) return 2
  if (size <= 17) return 1.75
  return size === 18 ? 1.6 : 1.5
}
