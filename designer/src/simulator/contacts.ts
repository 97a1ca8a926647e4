import { simulatorTexts } from '../ui/texts/simulator.ts'

export interface Contact {
  readonly number: string
  readonly name: string
}

/** Made-up people who text; the numbers belong to the range that is kept free for fiction. */
export const contacts: readonly Contact[] = [
  { number: '+13055550119', name: simulatorTexts.contacts[0] },
  { number: '+13055550148', name: simulatorTexts.contacts[1] },
  { number: '+13055550171', name: simulatorTexts.contacts[2] },
]
