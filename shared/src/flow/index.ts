export { canonicalFlow } from './canonical-flow.ts'
export { type CatalogIndex, type Definitions, indexCatalog } from './catalog-index.ts'
export { type CheckOptions, checkFlow, listProblems } from './checks/check-flow.ts'
export { checkRetired } from './checks/node-checks.ts'
export { type EffectiveContentType, effectiveContentType } from './content-type.ts'
export { diffFlows, type FlowChange } from './diff-flows.ts'
export { applyFix } from './edits/apply-fix.ts'
export { type Alignment, alignedPlaces, boundsOf, type Placed, type Spread, spreadPlaces } from './edits/arrange.ts'
export { changedRows, changeRows, type RowChange } from './edits/change-rows.ts'
export { clipText, readClipText } from './edits/clip-text.ts'
export {
  copyNodes,
  duplicateNodes,
  type FlowClip,
  type PasteOptions,
  type PasteResult,
  pasteNodes,
} from './edits/clipboard.ts'
export {
  connect,
  disconnect,
  type ExitRef,
  insertOnConnection,
  reconnect,
  refuseConnection,
} from './edits/connections.ts'
export { type FlowDetails, setFlowDetails } from './edits/details.ts'
export { moveEarlier, moveLater } from './edits/move-in-chain.ts'
export {
  addNode,
  moveNodes,
  type NewNode,
  removeNodes,
  renameNode,
  setDisabled,
  setInput,
  setNodeNote,
  setVersion,
} from './edits/nodes.ts'
export { addNote, nextNoteId, removeNote, updateNote } from './edits/notes.ts'
export { moveWithNotes } from './edits/notes-follow.ts'
export { giveOwnId } from './edits/own-node-id.ts'
export { renameVariable, type VariableRename } from './edits/rename-variable.ts'
export { setDeadline, setRetry } from './edits/retry.ts'
export { setSample } from './edits/sample.ts'
export { type BlockShape, type TidyOptions, tidyPlaces } from './edits/tidy.ts'
export { DEFAULT_MAX_STEPS, emptyFlow, FORMAT_VERSION } from './empty-flow.ts'
export { exitsOf, exitsOfRows, FAILURE_EXIT, isFailureExit } from './exits.ts'
export { conditionHolds } from './field-condition.ts'
export {
  buildGraph,
  connectionAt,
  downstreamOf,
  type FlowGraph,
  nextNodeId,
  nodeById,
  reachableFrom,
  triggersOf,
  upstreamOf,
} from './graph.ts'
export { formatInputPath, type InputPath, inputAt, isRecord, ownValue, parseInputPath, setAt } from './input-path.ts'
export { type InputSchema, itemSchemaOf, propertiesOf, schemaAt } from './input-schema.ts'
export {
  chosenWords,
  isCalledByHttp,
  isJumpedInto,
  type ListenedPath,
  listenedChannels,
  listenedEvents,
  listenedPaths,
} from './listens.ts'
export { migrateFlow } from './migrate-flow.ts'
export { type FlowProblem, type FlowProblemCode, flowProblemCodes } from './problem.ts'
export { type QueryRows, queryRowsOf } from './query-rows.ts'
export { sameJson } from './same-json.ts'
export { readSample, sampleOf } from './sample.ts'
export * from './schema.ts'
export { type NodeSummary, type SummaryOptions, type SummarySegment, summaryOf } from './summary.ts'
export type { AvailableVariable, VariableProducer, VariableStatus } from './variables/available-variable.ts'
export { variableStatus, variableStatusAtEnd, variablesAt, variablesAtEnd } from './variables/available-variables.ts'
export { isSurelySet } from './variables/empty-from.ts'
export {
  type PeopleField,
  type PeopleGroup,
  peopleGroups,
} from './variables/people-fields.ts'
export { suggestToken } from './variables/suggest-token.ts'
export { systemVariablesOf } from './variables/system-variables.ts'
export { countUses, type VariableUse, type VariableUses, variableUses } from './variables/variable-uses.ts'
export { type InputVisit, isRequired, isShown, titleOf, walkInputs } from './walk-inputs.ts'
export { withDefaults } from './with-defaults.ts'
export { withoutTypedSecrets } from './without-typed-secrets.ts'
