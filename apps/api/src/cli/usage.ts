export const usage = `usage: pnpm seriema import FILE --series KEY [options]

Stores the points of a CSV file (gzipped or not) in the Seriema that is running. How the file is
laid out is detected and shown; what was detected wrong is corrected by options. Importing the same
file again changes nothing.

  --series KEY          series to import into, created when new; with a key column, what keys begin with
  --dry-run             show what was detected and would be stored, store nothing
  --replace             let other values than those stored replace them
  --delimiter C         what stands between cells: one character, or tab
  --header              a row holds names
  --no-header           no row holds names; columns are column_1, column_2, …
  --time-column NAME    column of the instants; several that make one together as 'date + time'
  --time-format FORMAT  ISO 8601, epoch s, epoch ms, or a pattern such as 'DD/MM/YYYY HH:mm'
  --time-zone ZONE      zone of times without an offset: an IANA name, or an offset such as -03:00
                        [what the file says, else UTC]
  --values A,B          columns that become channels
  --counters A,B        those of them whose readings go on and on, as a meter's do
  --key-column NAME     one series per value of this column, or of several as 'host + field'
  --one-series          one series in all, whatever looks like a key
  --decimal-comma       1,5 means one and a half
  --decimal-point       1.5 means one and a half
  --missing A,B         cells that mean no value, beside the usual ones: -999
  --api URL             where Seriema runs [SERIEMA_API_URL, else http://127.0.0.1:4000]

Where callers must say who they are, SERIEMA_API_KEY holds a key with the role writer.

Ends with 0 when every row is in, 3 when some rows were bad (each is listed with its line),
1 when the import failed and 2 when it was asked for wrongly.

usage: pnpm seriema audit verify [options]
       pnpm seriema audit export [options]

Works out the hashes of the audit anew and names the first entry that is not as it was written; or
writes the entries to standard output, the oldest first, one JSON object a line.

  --database URL        the database [DATABASE_URL, else the embedded one that is running]
  --known N:HASH        an end that verify has written before: that it is still a part of the audit
  --after N             export only what comes after entry N

Ends with 0 when all is well, 4 when the audit is broken, 1 when the database cannot be reached and 2
when it was asked for wrongly.
`
