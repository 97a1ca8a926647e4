import type { Reply } from './stand-in.ts'

const afternoon =
  'A change of showers and thunderstorms after 4pm. Mostly sunny, with a high near 84. Southeast wind around 14 mph. ' +
  'Chance of precipitation is 30%. New rainfall amounts between a tenth and quarter of an inch possible.'

/** What the contact reads when the service answers as it should. */
export const forecastText = `It's currently 84 F with 14 mph winds. ${afternoon} Enjoy your stay!`

export const apologyText =
  "We apologize for the inconvenience, but we couldn't complete your request at this time. Please try again later."

interface Period {
  readonly number: number
  readonly name: string
  readonly isDaytime: boolean
  readonly temperature: number
  readonly temperatureUnit: string
  readonly temperatureTrend: null
  readonly probabilityOfPrecipitation: { readonly unitCode: string; readonly value: number }
  readonly windSpeed: string
  readonly windDirection: string
  readonly icon: string
  readonly shortForecast: string
  readonly detailedForecast?: string
}

const names = ['This Afternoon', 'Tonight', 'Saturday', 'Saturday Night', 'Sunday', 'Sunday Night', 'Monday']

function period(index: number): Period {
  const isDaytime = index % 2 === 0
  return {
    number: index + 1,
    name: names[index] ?? `Period ${index + 1}`,
    isDaytime,
    temperature: index === 0 ? 84 : isDaytime ? 86 - index : 74 - index,
    temperatureUnit: 'F',
    temperatureTrend: null,
    probabilityOfPrecipitation: { unitCode: 'wmoUnit:percent', value: 30 },
    windSpeed: index === 0 ? '14 mph' : '5 to 10 mph',
    windDirection: 'SE',
    icon: 'https://api.weather.gov/icons/land/day/tsra_sct,30?size=medium',
    shortForecast: index === 0 ? 'Chance Showers And Thunderstorms' : 'Partly Sunny',
    detailedForecast: index === 0 ? afternoon : `Partly sunny, with a high near ${86 - index}.`,
  }
}

/** A forecast in the shape of the real service; without the field `without` when given. */
export function forecast(without?: keyof Period): unknown {
  const periods = Array.from({ length: 14 }, (_, index) => {
    const entries = Object.entries(period(index)).filter(([key]) => key !== without)
    return Object.fromEntries(entries)
  })
  return {
    '@context': ['https://geojson.org/geojson-ld/geojson-context.jsonld', { '@version': '1.1' }],
    type: 'Feature',
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [-80.3, 25.7],
          [-80.2, 25.8],
        ],
      ],
    },
    properties: {
      units: 'us',
      forecastGenerator: 'BaselineForecastGenerator',
      generatedAt: '2026-11-20T16:41:07+00:00',
      updateTime: '2026-11-20T15:12:30+00:00',
      validTimes: '2026-11-20T09:00:00+00:00/P7DT16H',
      elevation: { unitCode: 'wmoUnit:m', value: 2.1336 },
      periods,
    },
  }
}

/** Answers as the weather service does: 403 without a User-Agent, GeoJSON otherwise. */
export function weatherService(without?: keyof Period): Reply {
  return (response, request) => {
    const agent = request.headers['user-agent']
    if (agent === undefined || agent === '' || agent === 'undici') {
      response.writeHead(403, { 'content-type': 'application/problem+json' })
      response.end(JSON.stringify({ title: 'Forbidden', status: 403, detail: 'A User-Agent header is required.' }))
      return
    }
    response.writeHead(200, { 'content-type': 'application/geo+json' })
    response.end(JSON.stringify(forecast(without)))
  }
}
