import type { FlowSettings } from '@patchbay/shared/flow'

/** Who is told when runs of a flow fail. */
export type OnEnd = NonNullable<FlowSettings['onEnd']>

export interface AlertProps {
  readonly onEnd: OnEnd
  readonly onChange: (changes: AlertChanges, key: string) => void
}

/** Undefined takes a setting away. */
export type AlertChanges = { readonly [Name in keyof OnEnd]?: OnEnd[Name] | undefined }
