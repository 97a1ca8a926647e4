import { headerBytes } from '../header-text.ts'
import type { Place } from '../place.ts'
import { textOf } from '../value-text.ts'
import { createFormLanding } from './form-landing.ts'
import { createJsonLanding } from './json-landing.ts'
import type { Encode, Landing, Report } from './landing.ts'
import { createUrlLanding } from './url-landing.ts'
import { createXmlLanding } from './xml-landing.ts'

/** The reader of literal text for a place. */
export function createLanding(place: Place, report: Report): Landing {
  switch (place) {
    case 'json':
      return createJsonLanding(report)
    case 'xml':
      return createXmlLanding(report)
    case 'url':
      return createUrlLanding(report)
    case 'form':
      return createFormLanding(report)
    case 'header':
      return uniform(headerBytes, (value) => headerBytes(textOf(value)))
    case 'text':
    case 'value':
    case 'plain':
      return uniform((text) => text.toWellFormed(), textOf)
  }
}

/** Places that have one part only. */
function uniform(read: (text: string) => string, encode: Encode): Landing {
  return { read, place: () => encode, openSection: () => () => undefined, end: () => undefined }
}
