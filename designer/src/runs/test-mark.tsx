import { Tag } from '../ui/badge.tsx'
import { runsTexts } from '../ui/texts/runs.ts'

/** Marks a run that tests a draft. */
export function TestMark() {
  return (
    <span title={runsTexts.testTitle}>
      <Tag>{runsTexts.test}</Tag>
    </span>
  )
}
