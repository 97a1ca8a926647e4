import type { Json } from '../../json/json.ts'
import type { Range, TemplateProblem } from '../problem.ts'

/** Writes a value so that it cannot change the structure around it. */
export type Encode = (value: Json | undefined) => string

export type Report = (problem: TemplateProblem) => void

/**
 * Reads the literal text of one template from left to right, to know in which part of a body or address each token
 * lands. Made anew for each template.
 */
export interface Landing {
  /** Reads literal text; answers how it is sent. */
  read(text: string): string
  /** Chooses how the value of a token is written here, or reports why none may stand here. */
  place(token: Range, name: string): Encode
  /**
   * Begins a section, which may be left out or repeated. The answer is called at its end; it goes back to where the
   * section began and tells what is wrong when the section does not end in the same part.
   */
  openSection(): () => string | undefined
  end(): void
}
