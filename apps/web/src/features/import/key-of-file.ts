const longest = 128

/** A series key made of a file's name: `ec2 cpu-24.csv` gives `ec2_cpu_24`. */
export function keyOfFile(name: string): string {
  const stem = name.replace(/\.[^.]*$/, '')
  const key = stem
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
  return key.slice(0, longest) || 'series'
}
