/** Texts of the section that watches over what goes on by itself. */
export const operations = {
  'operations.title': 'Operations',
  'operations.label': 'Pages about operations',
} as const
