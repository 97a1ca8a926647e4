import type { Icon as TablerIcon } from '@tabler/icons-react'

export type IconSize = 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 20 | 24

interface IconProps {
  readonly of: TablerIcon
  /** Pixels. Default 16. */
  readonly size?: IconSize
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

/** Our stroke for a size: thinner lines for larger icons. */
export function strokeFor(size: number): number {
  if (size <= 14) return 2
  if (size <= 17) return 1.75
  return size === 18 ? 1.6 : 1.5
}
