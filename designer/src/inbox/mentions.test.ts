import { expect, it } from 'vitest'
import { namedIn, withMentions } from './mentions.ts'

const people = ['Ann', 'Anna', 'Dov Katz', 'J. (Jo) Lee'].map((name) => ({ name }))
const namesIn = (text: string) => namedIn(text, people).map(({ name }) => name)

it('a note to somebody names nobody whose name is the beginning of theirs', () => {
  expect(namesIn('@Anna, is that true?')).toEqual(['Anna'])
  expect(namesIn('@Anna and @Ann, is that true?')).toEqual(['Ann', 'Anna'])
})

it('names are found as they are written, also with signs that mean something in a pattern', () => {
  expect(namesIn('@J. (Jo) Lee knows')).toEqual(['J. (Jo) Lee'])
  expect(namesIn('@Dov is not enough, and Dov Katz is not called')).toEqual([])
  expect(namedIn('@Ann', [])).toEqual([])
})

it('what names somebody is a part of its own', () => {
  expect(withMentions('Ask @Anna, not me', people)).toEqual([
    { part: 'Ask ', isMention: false },
    { part: '@Anna', isMention: true },
    { part: ', not me', isMention: false },
  ])
})
