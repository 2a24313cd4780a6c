/** Texts of the section that watches over what goes on by itself. */
export const operations = {
  'operations.title': 'Operations',
  'operations.label': 'Parts of operations',
} as const
