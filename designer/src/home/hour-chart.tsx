import { hourOfDay } from '../ui/formats.ts'
import { homeTexts as texts } from '../ui/texts/home.ts'
import classes from './home.module.css'

export interface Series {
  readonly label: string
  readonly tone: 'plain' | 'strong' | 'warn' | 'bad'
  /** One for each hour. */
  readonly values: readonly number[]
}

interface HourChartProps {
  readonly title: string
  /** When each hour of the day begins. */
  readonly hours: readonly string[]
  readonly timeZone: string
  /** From the baseline up. */
  readonly series: readonly Series[]
}

const HEIGHT = 100
/** Room for one hour, and how much of it the bar takes. */
const STEP = 14
const BAR = 8

/** A bar for each hour of today. Screen readers get the same figures as a table. */
export function HourChart({ title, hours, timeZone, series }: HourChartProps) {
  const most = Math.max(1, ...hours.map((_, hour) => sum(series.map(({ values }) => values[hour] ?? 0))))
  const width = hours.length * STEP
  const [first, middle] = [hours[0], hours[Math.floor(hours.length / 2)]]
  return (
    <figure className={classes.chart}>
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {hours.map((at, hour) => (
          <Bars key={at} left={hour * STEP + (STEP - BAR) / 2} hour={hour} series={series} most={most} />
        ))}
        <line x1={0} x2={width} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className={classes.base} />
      </svg>
      <div className={classes.axis} aria-hidden="true">
        <span>{first === undefined ? '' : hourOfDay(first, { timeZone })}</span>
        <span>{middle === undefined ? '' : hourOfDay(middle, { timeZone })}</span>
        <span>{first === undefined ? '' : hourOfDay(first, { timeZone })}</span>
      </div>
      <div className={classes.legend} aria-hidden="true">
        {series.map(({ label, tone }) => (
          <span key={label}>
            <i data-tone={tone} />
            {label}
          </span>
        ))}
      </div>
      <FiguresTable title={title} hours={hours} timeZone={timeZone} series={series} />
    </figure>
  )
}

interface BarsProps {
  readonly left: number
  readonly hour: number
  readonly series: readonly Series[]
  readonly most: number
}

/** What happened in one hour, one part above the other; a tick where nothing did. */
function Bars({ left, hour, series, most }: BarsProps) {
  const parts = series.filter(({ values }) => (values[hour] ?? 0) > 0)
  if (parts.length === 0) return <rect x={left} y={HEIGHT - 2} width={BAR} height={1} className={classes.tick} />
  let top = HEIGHT
  return parts.map(({ label, tone, values }) => {
    const height = Math.max(1.5, ((values[hour] ?? 0) / most) * (HEIGHT - 4))
    top -= height
    return <rect key={label} x={left} y={top} width={BAR} height={height} className={classes.bar} data-tone={tone} />
  })
}

function FiguresTable({ title, hours, timeZone, series }: HourChartProps) {
  const busy = hours.map((at, hour) => ({ at, hour })).filter(({ hour }) => series.some(({ values }) => values[hour]))
  return (
    <table className="sr">
      <caption>{texts.byHour(title)}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.hour}</th>
          {series.map(({ label }) => (
            <th key={label} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {busy.map(({ at, hour }) => (
          <tr key={at}>
            <th scope="row">{hourOfDay(at, { timeZone })}</th>
            {series.map(({ label, values }) => (
              <td key={label}>{values[hour]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
