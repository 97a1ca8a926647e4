export { accountOptions, accountTypeOf } from './account-options.ts'
export type { ButtonAbility, ChannelAbilities, MediaAbility, TextAbility } from './channel-abilities.ts'
export { gsmLookalike, inGsmSpelling } from './gsm-lookalikes.ts'
export {
  ANY_CHANNEL,
  type Catalog,
  type ChannelKind,
  defineNode,
  type EventWords,
  type Exit,
  type ExitRule,
  hearsChannel,
  type IconElement,
  type InputsOf,
  type Listens,
  type NodeCategory,
  type NodeDefinition,
  nodeCategories,
  type OutputField,
  type RepeatPolicy,
  type RepeatRule,
  type RowExitRule,
  type SummaryCell,
  type SummaryPart,
  type VariableRule,
} from './node-definition.ts'
export { isSecretHeaderName, isSecretValue } from './secret-headers.ts'
export { countSmsSegments, type SmsSegments } from './sms-segments.ts'
export {
  type AddressHints,
  type FieldCondition,
  type InputKeywords,
  inputKeywords,
  type KeptAt,
  type SecretHints,
  type TemplateHints,
  type TemplatePlace,
  type UiHints,
  type Widget,
  widgets,
} from './ui-schema.ts'
