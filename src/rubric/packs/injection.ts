import type { Pack } from './pack.ts'

export const injection: Pack = {
  id: 'injection',
  summary: 'Untrusted text that becomes code, markup, a path or an address.',
  concepts: {
    'sql-injection': {
      head: 'sql-injection',
      any: [
        'sql inject*',
        'inject* query|statement|clause|database',
        'sql|query|statement|clause|where splic*|concatenat*|interpolat*|glued|pasted|embedded|built term|input|value|parameter|user|request|caller|text|string',
        'term|input|value|parameter chang*|alter*|break*|escap*|becom* ~query|sql|statement|clause',
        'quote|quotes|apostrophe sql|query|statement|string|literal',
      ],
      accepts: [
        'User input is spliced into the SQL string, so a crafted term changes the query.',
        'Classic SQL injection through the search term.',
        'If I type a quote in the box it closes the string literal and the rest runs as a query.',
        'The where clause is concatenated from request values.',
      ],
      rejects: [
        'The value is bound as a parameter, so SQL injection is not possible here.',
        'The query has no LIMIT, so a broad term returns too many rows.',
        'The statement is run once for every order instead of once for all.',
      ],
    },
    'tainted-input': {
      any: [
        'user|caller|client|request|attacker|untrusted|external|visitor|query|crafted|malicious input|value|term|text|data|string|parameter|name|header|field|payload',
        'come*|taken|straight|direct* from request|user|caller|client|body|url|outside',
        'attacker|caller|client|user|anybody|anyone|someone|stranger control*|choos*|pick*|send*|suppl*|typ*|pass*|craft*',
      ],
      accepts: [
        'The term comes straight from the request.',
        'An attacker controls this text.',
        'Whatever the caller sends ends up here.',
        'A crafted name gets through.',
      ],
      rejects: [
        'The table name is a constant of this module.',
        'The list is sorted twice, which is slow.',
        'Nobody outside of this process can set this flag.',
      ],
    },
    'parameterized-query': {
      any: [
        'bind|bound|parameteriz*|parameteris*|placeholder|prepared',
        'pass|hand|give value|term|input as|through|via parameter|argument|params',
        'parameter|question query|statement|mark',
      ],
      accepts: [
        'Bind the term as a parameter.',
        'Use a placeholder and pass the value in the params array.',
        'Use a prepared statement here.',
      ],
      rejects: [
        'Escape the quotes by hand before building the text.',
        'Add an index on the name column.',
        'Limit the number of rows that come back.',
      ],
    },
  },
}
