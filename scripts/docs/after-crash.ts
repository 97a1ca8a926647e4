import type { NodeDefinition, RepeatPolicy } from '@patchbay/shared/nodes'
import { inputAt, shownValue, titleAt } from './input-schema.ts'
import { either, wrap } from './markdown.ts'

const policies: Readonly<Record<RepeatPolicy, string>> = {
  safe: 'it is done again, because doing it twice does no harm.',
  keyed: 'it is done again with the same key, by which the other side knows what it has done already.',
  never:
    'it is not done again. The other side is asked what became of it, where it can be asked; otherwise the action ' +
    'fails with `OUTCOME_UNKNOWN`.',
}

/** What happens to the action when the server stops in the middle of it, from its `repeat`. */
export function afterCrash({ inputs, repeat }: NodeDefinition): string {
  const begin = 'If the server stops in the middle of this action, '
  if (typeof repeat === 'string') return wrap(`${begin}${policies[repeat]}`)
  if ('channelOf' in repeat) {
    const owner = `what happens next depends on the account that owns the address in ${titleAt(inputs, repeat.channelOf)}.`
    const rest =
      'If its service takes the same key only once, the action is done again. If its service can say what became of ' +
      'it, it is asked. Otherwise the action fails with `OUTCOME_UNKNOWN`.'
    return wrap(`${begin}${owner} ${rest}`)
  }
  const field = inputAt(inputs, repeat.field)
  const groups = Object.groupBy(Object.keys(repeat.values), (value) => repeat.values[value] ?? repeat.otherwise)
  const lines = Object.entries(groups).map(([policy, values]) => {
    const shown = either(values.map((value) => shownValue(field, value)))
    // Keys of groupBy are policies; Object.entries forgets it.
    return wrap(`${shown}: ${policies[policy as RepeatPolicy]}`, '- ')
  })
  const otherwise = wrap(`Any other: ${policies[repeat.otherwise]}`, '- ')
  return `${wrap(`${begin}${titleAt(inputs, repeat.field)} decides:`)}\n\n${[...lines, otherwise].join('\n')}`
}
