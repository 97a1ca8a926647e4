import { inputAt } from '@patchbay/shared/flow'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { Fragment } from 'react'
import { Monogram } from '../../ui/monogram.tsx'
import { channelLineTexts as texts } from '../../ui/texts/channel-line.ts'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import { type ChannelEffect, effectsOn, numberedLines } from './channel-effects.ts'
import { useSendingChannels } from './use-sending-channels.ts'
import type { WidgetProps } from './widget-props.ts'

interface ChannelLineProps extends WidgetProps {
  readonly carried: 'buttons' | 'media'
}

/** Names for each channel that the message may go through what becomes of the buttons or files. */
export function ChannelLine({ field, carried }: ChannelLineProps) {
  const { inputs } = useForm()
  const kinds = useSendingChannels()
  const given: unknown = inputAt(inputs, field.path)
  const rows = Array.isArray(given) ? given.filter(isRecord) : []
  if (rows.length === 0 || kinds.length === 0) return null
  const effects = effectsOn(carried, rows, kinds)
  const lines = carried === 'buttons' ? numberedLines(rows) : []
  const isNumbered = lines.length > 0 && effects.some(({ effect }) => effect === 'as-text')
  return (
    <p className={formClasses.channels}>
      {effects.map((effect) => (
        <Effect key={effect.effect} {...effect} text={texts[carried][effect.effect]} />
      ))}
      {isNumbered && texts.numbered(lines)}
    </p>
  )
}

function Effect({ kinds, text }: ChannelEffect & { readonly text: string }) {
  return (
    <>
      {texts.on}
      <Kinds kinds={kinds} />
      {`: ${text}. `}
    </>
  )
}

function Kinds({ kinds }: { readonly kinds: readonly ChannelKind[] }) {
  return kinds.map((kind) => (
    <Fragment key={kind.id}>
      {' '}
      <Monogram kind={kind} />
    </Fragment>
  ))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
