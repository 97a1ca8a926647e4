import { isTimeZone } from '@patchbay/shared/time'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

const known = new Map<string, readonly string[]>()

/** Every time zone of the countries in which a number in E.164 may be; none for a value that is no such number. */
export function zonesOfNumber(number: string): readonly string[] {
  const parsed = parsePhoneNumberFromString(number)
  if (parsed === undefined) return []
  const countries = parsed.country === undefined ? parsed.getPossibleCountries() : [parsed.country]
  return [...new Set(countries.flatMap(zonesOfCountry))]
}

function zonesOfCountry(country: string): readonly string[] {
  const found = known.get(country) ?? zonesOf(country)
  known.set(country, found)
  return found
}

function zonesOf(country: string): readonly string[] {
  // Node has this method; the types of the language library do not know it yet.
  const locale = new Intl.Locale('und', { region: country }) as Intl.Locale & { getTimeZones(): string[] | undefined }
  return (locale.getTimeZones() ?? []).filter(isTimeZone)
}
