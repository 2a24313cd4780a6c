'use client'
import { useState } from 'react'
import { t } from '../../messages/message.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { KindChoice } from './kind-choice.tsx'
import { RemoveLine } from './remove-line.tsx'

const most = 64

/** One line per channel: name, kind, unit and plausible range. */
export function ChannelEditor() {
  const [lines, setLines] = useState([0])
  const remove = (line: number) => setLines(before => before.filter(it => it !== line))
  const add = () => setLines(before => [...before, Math.max(...before) + 1])
  return (
    <fieldset className="grid gap-2 rounded-md border border-line p-3">
      <legend className="px-1 font-medium text-ink-soft text-xs">{t('create.channels')}</legend>
      {lines.map((line, i) => (
        <div className="grid grid-cols-2 gap-2 sm:grid-cols-[2fr_1.3fr_1fr_1fr_1fr_auto]" key={line}>
          <Field defaultValue={i === 0 ? 'value' : ''} label={t('create.channel')} name="channel-name" required />
          <KindChoice />
          <Field label={t('create.unit')} name="channel-unit" />
          <Field label={t('create.minimum')} name="channel-minimum" step="any" type="number" />
          <Field label={t('create.maximum')} name="channel-maximum" step="any" type="number" />
          <RemoveLine
            label={t('create.removeChannel', { number: i + 1 })}
            last={lines.length === 1}
            onRemove={() => remove(line)}
          />
        </div>
      ))}
      <div>
        <Button disabled={lines.length >= most} look="quiet" onClick={add}>
          <Icon name="plus" size={14} /> {t('create.addChannel')}
        </Button>
      </div>
    </fieldset>
  )
}
