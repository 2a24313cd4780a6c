import { type BusinessDayStep, mondayToFriday, type Step } from './step.ts'

const lengths: readonly (readonly [number, string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
  [1, 'ms'],
]
const names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** How often points come, in words: `every month`, `every 2 weeks`, `every 15 min`, `every Monday and Thursday`. */
export function sayStep(step: Step): string {
  const { unit, count } = step
  if (unit === 'millisecond') {
    const [length, name] = lengths.find(([length]) => count >= length) ?? [1, 'ms']
    return `every ${Number((count / length).toFixed(1))} ${name}`
  }
  if (unit === 'businessDay') return sayBusinessDays(step)
  const every = count === 1 ? `every ${unit}` : `every ${count} ${unit}s`
  return 'day' in step && step.day === 31 ? `${every}, on the last day of the month` : every
}

function sayBusinessDays({ count, weekdays }: BusinessDayStep): string {
  const every = count === 1 ? 'every' : `every ${count}`
  if (weekdays.join() === mondayToFriday.join()) return `${every} business day${count === 1 ? '' : 's'}`
  return count === 1 ? `every ${listed(weekdays)}` : `${every} days of ${listed(weekdays)}`
}

/** `day from Sunday to Thursday` where they follow each other, else all of them. */
function listed(weekdays: readonly number[]): string {
  const name = (weekday: number) => names[weekday - 1]!
  const first = weekdays.filter(weekday => !weekdays.includes(weekday === 1 ? 7 : weekday - 1))
  if (first.length === 1 && weekdays.length > 2)
    return `day from ${name(first[0]!)} to ${name(((first[0]! + weekdays.length - 2) % 7) + 1)}`
  const words = weekdays.map(name)
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
