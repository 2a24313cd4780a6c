/** A file like an electricity transformer's: an instant a second and seven channels, about 100 bytes a row. */
export function* fileOfRows(megabytes: number): Generator<Buffer, void, void> {
  const first = Date.UTC(2020, 0, 1)
  const two = (value: number) => (value < 10 ? `0${value}` : String(value))
  let written = 0
  let text = 'date,HUFL,HULL,MUFL,MULL,LUFL,LULL,OT\n'
  for (let i = 0; written < megabytes * 1e6; i++) {
    const at = new Date(first + i * 1_000)
    text += `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`
    for (let c = 0; c < 7; c++)
      text += `,${(10 * c + 5 * Math.sin(i / 600 + c) + ((i * 7_919) % 1_000) / 500).toFixed(6)}`
    text += '\n'
    if (text.length < 65_536) continue
    written += text.length
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text)
}
