export { type ExpectedInput, expectedInputsOf, type InputType, inputTypes } from './expected-input.ts'
export { type GuessedInput, guessInputs, shortenSample } from './guess-inputs.ts'
export { expectedWords, isAbsent, isDate, type ReadInput, readInput, readInputText } from './read-input.ts'
export { checkTexts, exampleOf, readInputs, type SentValues } from './read-inputs.ts'
