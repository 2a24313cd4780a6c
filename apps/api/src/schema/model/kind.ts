import type { Role } from '@seriema/domain/role'
import type { ChoiceSetting, NumberSetting, Setting, TextFormat, TextSetting } from '@seriema/domain/setting'
import type { ModelKind } from '@seriema/ml/contract/trainable'
import { modelKinds } from '@seriema/ml/versions/kinds'
import { builder } from '../builder.ts'
import { closedSet } from '../enums.ts'
import { needs } from '../needs.ts'

export const RoleEnum = closedSet<Role>('Role', 'What somebody speaks of.', {
  forecast: 'What comes next.',
  watch: 'What stands out.',
})

export const ModelKindEnum = closedSet<string>(
  'ModelKindName',
  'What a model can be; `modelKinds` says all about each.',
  Object.fromEntries(modelKinds.map(({ kind, description }) => [kind, description])),
)

const SettingTypeEnum = closedSet<Setting['type']>('SettingType', 'How a setting is given.', {
  number: 'A number from `least` to `most`.',
  choice: 'One of `choices`.',
  switch: 'True or false.',
  text: 'A text, in the `format` given.',
  list: 'A list of records with `fields`.',
})

const TextFormatEnum = closedSet<TextFormat>('TextFormat', 'How a text is written.', {
  line: 'On one line.',
  url: 'As an address of the web.',
  emails: 'As addresses of e-mail, separated by commas.',
})

const SettingChoiceType = builder.objectRef<ChoiceSetting['choices'][number]>('SettingChoice').implement({
  description: 'What a setting may be.',
  fields: t => ({
    value: t.exposeString('value', { description: 'How it is given.' }),
    title: t.exposeString('title', { description: 'What to call it on a form.' }),
    description: t.exposeString('description', { description: 'What it does.' }),
  }),
})

const number = (setting: Setting): NumberSetting | null => (setting.type === 'number' ? setting : null)

const textual = (setting: Setting): TextSetting | null => (setting.type === 'text' ? setting : null)

/** All that a form needs to ask for a setting. */
export const SettingType = builder.objectRef<Setting>('Setting')
SettingType.implement({
  description: 'A setting of a kind: all that a form needs to ask for it.',
  fields: t => ({
    name: t.exposeString('name', { description: 'How it is named in `settings`.' }),
    title: t.exposeString('title', { description: 'What to call it on a form.' }),
    description: t.exposeString('description', { description: 'What it does.' }),
    type: t.expose('type', { type: SettingTypeEnum, description: 'How it is given.' }),
    least: t.float({
      nullable: true,
      description: 'Of a number: the least.',
      resolve: it => number(it)?.least ?? null,
    }),
    most: t.float({
      nullable: true,
      description: 'Of a number: the greatest.',
      resolve: it => number(it)?.most ?? null,
    }),
    whole: t.boolean({ description: 'Whether it is a whole number.', resolve: it => number(it)?.whole ?? false }),
    unit: t.string({
      nullable: true,
      description: 'What a number is counted in.',
      resolve: it => number(it)?.unit ?? null,
    }),
    usual: t.field({
      type: 'SettingValue',
      nullable: true,
      description: 'What it is where nothing is said; null where that is chosen as the description tells.',
      resolve: it => it.usual,
    }),
    format: t.field({
      type: TextFormatEnum,
      nullable: true,
      description: 'Of a text: how it is written.',
      resolve: it => textual(it)?.format ?? null,
    }),
    longest: t.int({
      nullable: true,
      description: 'Of a text: characters at most.',
      resolve: it => textual(it)?.longest ?? null,
    }),
    example: t.string({
      nullable: true,
      description: 'Of a text: what one looks like.',
      resolve: it => textual(it)?.example ?? null,
    }),
    secret: t.boolean({
      description: 'Whether it is given as one of `secrets`, and never shown again.',
      resolve: it => textual(it)?.secret ?? false,
    }),
    needed: t.boolean({
      description: 'Whether it must be given, nothing being usual.',
      resolve: it => textual(it)?.needed ?? false,
    }),
    choices: t.field({
      type: [SettingChoiceType],
      description: 'Of a choice: what there is to choose.',
      resolve: it => (it.type === 'choice' ? it.choices : []),
    }),
    fields: t.field({
      type: [SettingType],
      description: 'Of a list: what each of its records holds.',
      resolve: it => (it.type === 'list' ? it.of : []),
    }),
    fewestRecords: t.int({
      nullable: true,
      description: 'Of a list: fewest records.',
      resolve: it => (it.type === 'list' ? it.fewest : null),
    }),
    mostRecords: t.int({
      nullable: true,
      description: 'Of a list: most records.',
      resolve: it => (it.type === 'list' ? it.most : null),
    }),
  }),
})

/** Where a model of a kind may begin is beside it. */
export const ModelKindType = builder.objectRef<ModelKind>('ModelKind').implement({
  description: 'A kind of model, with all that a form for one needs.',
  fields: t => ({
    kind: t.expose('kind', { type: ModelKindEnum, description: 'Which kind.' }),
    role: t.expose('role', { type: RoleEnum, description: 'What its versions speak of.' }),
    title: t.exposeString('title', { description: 'What to call it in front of people.' }),
    tagline: t.exposeString('tagline', { description: 'How it works, in a few words.' }),
    description: t.exposeString('description', { description: 'How it works, in a sentence.' }),
    needs: t.exposeString('needs', { description: 'What must be there before it can be trained.' }),
    ofGroups: t.exposeBoolean('ofGroups', {
      description: 'Whether one version can be learnt from many series and serve them all.',
    }),
    settings: t.field({
      type: [SettingType],
      description: 'Its settings, in the order of a form.',
      resolve: it => it.settings,
    }),
  }),
})

builder.queryField('modelKinds', t =>
  t.field({
    type: [ModelKindType],
    description: 'The kinds a model can be of, in the order to offer them.',
    extensions: needs('viewer'),
    complexity: 1,
    resolve: () => modelKinds,
  }),
)
