import type { InputsOf } from '@patchbay/shared/nodes'
import { type WantedField, wantedFieldsOf } from '../../../../kit/wanted-fields.ts'
import type { askModel } from './definition.ts'

/** None where the answer is a text. */
export function wantedFields({
  returns,
  fields = [],
}: Pick<InputsOf<typeof askModel>, 'returns' | 'fields'>): readonly WantedField[] {
  return returns === 'fields' ? wantedFieldsOf(fields) : []
}
