interface Mending {
  readonly what: string
  /** Holds by names that a minifier keeps; found exactly once in the page. */
  readonly find: RegExp
  readonly put: string
}

const mendings: readonly Mending[] = [
  {
    // Motion shifts an item that was never dragged when the bounds given for it change their size: the tab leaps away
    // from under the pointer that presses it, and the click is lost. https://github.com/motiondivision/motion/issues/3823
    what: 'a tab stays where it is clicked',
    find: /dragConstraints:[\w$]+,(?=value:[\w$]+,isActive:)/,
    put: '',
  },
  {
    // GraphiQL reads the operations of a text 100 ms after it changed, and until then runs the text of the tab in front
    // under the operation name of the tab before. https://github.com/graphql/graphiql/issues/1807
    what: 'an operation runs under its own name at once',
    find: /\.onDidChangeContent\((?<=([\w$]+)\(([\w$]+)\);const [\w$]+=\[([\w$]+)\.onDidChangeContent\()(?=[\w$]+\),\2\.addAction\(\{\.\.\.[\w$]+\.runQuery)/,
    put: '.onDidChangeContent(()=>$1($2)),$3.onDidChangeContent(',
  },
]

/**
 * Mends what keeps GraphiQL from doing what is clicked. Its package is one minified file, so this is done to the page.
 * Throws when the page is not the one these mendings are for: after an update of GraphiQL they are to be looked at again.
 */
export function mendGraphiQL(html: string): string {
  return mendings.reduce((page, { what, find, put }) => {
    const found = page.match(new RegExp(find, 'g'))?.length ?? 0
    if (found !== 1) throw new Error(`GraphiQL cannot be mended so that ${what}: ${found} places found instead of 1`)
    return page.replace(find, put)
  }, html)
}
