import { count } from '../formats.ts'

const contacts = (found: number) => count(found, 'contact', 'contacts')

export const consentImportTexts = {
  open: 'Import CSV',
  file: 'File of consent',
  title: 'Import consent',
  found: (file: string, optOuts: number, optIns: number) =>
    `${file} opts ${contacts(optOuts)} out and ${contacts(optIns)} in.`,
  confirm: (lines: number) => `Import ${count(lines, 'line', 'lines')}`,
  imported: 'Consent imported',
  importedText: (optOuts: number, optIns: number) => `${contacts(optOuts)} opted out, ${contacts(optIns)} opted in.`,
  notImported: 'Nothing was imported',
  tooLarge: 'A file has at most 900 kB. Import it in parts.',
} as const
