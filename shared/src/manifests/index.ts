export { accountForm, type FormCredential, INTERACTION_TYPES, SIGNING_SECRET } from './account-form.ts'
export { actionInput, actionInputDefault, actionTitle } from './action-input.ts'
export { compareManifests } from './compare-manifests.ts'
export { looksLikeAction, memberOf } from './document-kind.ts'
export {
  contactFieldOf,
  isManifestDate,
  manifestInteger,
  placeholdersIn,
  replacePlaceholders,
  selectChoices,
} from './read-default.ts'
export { type ReadManifest, readManifest } from './read-manifest.ts'
