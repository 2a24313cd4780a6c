import type { Failure } from '@seriema/domain/delivery'
import type { Notice } from '@seriema/domain/notice'
import type { Setting, SettingProblem, Settings, TextSetting } from '@seriema/domain/setting'
import type { Door } from './door.ts'

/** A notice on its way. */
export interface Message {
  /** The same however often it is sent: what a receiver tells repeats by. */
  readonly mark: string
  readonly notice: Notice
  /** Where people see more of it. */
  readonly url: string
  /** Epoch milliseconds. */
  readonly now: number
}

/** A way to tell somebody. What it is and what it must be told is all that forms and the API say of it. */
export interface Notifier {
  readonly kind: string
  readonly title: string
  readonly description: string
  readonly settings: readonly Setting[]
  /** Milliseconds after which what still holds is said again, since the receiver would forget it; null: it does not. */
  readonly repeatEvery: number | null
  /** What is wrong with settings taken together. */
  problems(settings: Settings): readonly SettingProblem[]
  /** The name or address of the machine that is spoken to. */
  host(settings: Settings): string
  /**
   * Says it once; null: the receiver has taken it. Ends when `signal` is aborted. Throws what the network throws. It goes out
   * through `door` alone.
   */
  send(message: Message, settings: Settings, door: Door, signal: AbortSignal): Promise<Failure | null>
}

/** A setting that is a text. */
export const text = (
  name: string,
  [title, description]: readonly [string, string],
  example: string,
  rest: Partial<Pick<TextSetting, 'format' | 'longest' | 'secret' | 'needed'>> = {},
): TextSetting => ({
  type: 'text',
  name,
  title,
  description,
  example,
  format: 'line',
  longest: 500,
  secret: false,
  needed: false,
  usual: null,
  ...rest,
})

export const textOf = (settings: Settings, name: string): string | null =>
  (settings[name] as string | undefined) ?? null
