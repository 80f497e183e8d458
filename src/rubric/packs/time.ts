import type { Pack } from './pack.ts'

export const time: Pack = {
  id: 'time',
  summary: 'Moments, local dates and zones.',
  concepts: {
    'time-zone-error': {
      head: 'time-zone-error',
      any: [
        'timezone*|zone|zones|utc|gmt wrong|ignor*|assum*|depend*|server*|mix*|confus*|lost|lose*|drop*|shift*|mismatch|convert*|treated|interpret*|parsed|reads|read|local|discard*|unaware|forget*|forgot*|differ*|instead|without @14',
        'server*|machine|host|process local|zone|timezone|midnight|clock|wall|tz|day|date instead|depend*|uses|use|runs|used|not|rather|time|customer*|user*|shift*|live*',
        'local time|midnight|day|date|clock|zone|hours|moment|calendar utc|instead|wrong|depend*|treat*|shift*|server*|interpret*|customer*|user*|mix*|off|machine|confus*|not|host|gmt|branch|store*|shop',
        'daylight|dst|summer|winter',
        'clocks clock|chang*|forward|back|go|spring',
        '23|25 hour*|long day|days|hours',
        'day|days|86400000|24 24|86400000|ms|hours always|assum*|exactly|long|every|each|fixed|constant|dst',
        'day|date|midnight|birthday|deadline|month|morning|evening|report*|cutoff early|late|off|shift*|slip*|previous|yesterday|tomorrow|next|before|after|wrong|one west|east|zone*|utc|america*|york|asia*|local|offset|timezone|abroad|berlin|tokyo|greenwich|angeles|sydney|auckland|paris|london|melbourne|mumbai|honolulu|vienna|chicago|moscow|singapore|toronto|hawaii|australia*|japan*|europe*|countries|overseas|elsewhere @18',
        'hour|hours early|late|off|shift*|ahead|behind|wrong|difference west|east|zone*|utc|local|offset|timezone|berlin|tokyo|server|abroad|york|summer @16',
        'utc|gmt local|midnight|date|day|customer*|user* though|while|but|although|instead|rather|not|treated|taken|cut*|slic*|should|read|computed|where|falls|is',
        'get|set hours|date|day|month|minutes|year local|utc|server|zone|timezone|machine|host',
        '!zone|offset|timezone|utc|tz ~date*|time*|timestamp*|parsed|string|moment|text|given|specified|consider*|account*|taken',
        'naive date*|datetime*|time*|timestamp*',
        'to iso string day|date|previous|utc|local|shift*|midnight|off|early|slic*|yesterday',
        'today|tomorrow|yesterday|midnight server*|machine|host ~customer*|user*|shop*|zone|caller*',
        'offset date*|time*|timestamp*|utc|zone|parsed thrown|ignor*|lost|drop*|discard*|wrong',
      ],
      accepts: [
        'It uses the local time of the server and not that of the customer.',
        'The time zone is ignored.',
        'A day is assumed to be 24 hours, which is wrong when daylight saving begins.',
        'West of Greenwich the date slips to the previous day.',
        'so a user in Tokyo gets the report of yesterday, because the day is cut in UTC',
        'The timestamp is parsed without an offset.',
        'setHours works in the zone of the machine.',
      ],
      rejects: [
        'Everything is in UTC on purpose, and no zone gets lost.',
        'The range ends one day too early, it is exclusive.',
        'The call has no timeout.',
        'The token never expires.',
        'The clock is read twice.',
        'A date library would be nicer.',
      ],
    },
    'server-local-time': {
      any: [
        'server*|machine|host|process|local|runtime time|zone|timezone|midnight|clock|day|date|hours|tz @9',
        'get|set hours|date|day|month|minutes|year',
        'depend* where|machine|server|runs|host|zone|timezone|tz|deploy*',
      ],
      accepts: [
        'The local time of the server is used.',
        'It depends on where the process runs.',
        'setHours(0) is local.',
        'Midnight of the machine, not of the shop.',
      ],
      rejects: [
        'The price depends on the tax.',
        'The lock is held.',
        'The zone of the customer is used.',
        'It is rounded.',
      ],
    },
    'zone-left-out': {
      any: [
        '!zone|offset|timezone|utc|tz|local',
        'zone|timezone|offset|utc|tz ignor*|lost|lose*|drop*|discard*|mix*|confus*|assum*|mismatch|wrong|unaware|treated|interpret*|forgotten|taken|differ*',
        'naive|utc|local date*|datetime*|time*|timestamp*|midnight|day|as',
        'parsed|read|treated|interpret*|taken|cut|computed|converted|slic* utc|local|gmt',
      ],
      accepts: [
        'The offset is dropped.',
        'The text has no zone.',
        'It is read as UTC.',
        'Local and UTC dates are mixed.',
      ],
      rejects: ['The zone is kept.', 'The list is dropped.', 'The copy is shallow.', 'The title is missing.'],
    },
    'day-of-fixed-length': {
      any: [
        'day|days|86400000|24 24|86400000|ms|hours|milliseconds|fixed|same|long|equal',
        'daylight|dst|summer|winter',
        'clocks chang*|forward|back|go|spring',
        '23|25 hour*|long',
      ],
      accepts: [
        'A day is taken as 24 hours.',
        'Days of 86400000 ms.',
        'Daylight saving is forgotten.',
        'When the clocks change, a day has 23 hours.',
      ],
      rejects: [
        'The day is stored as text.',
        'A week is shown.',
        'The limit is fixed.',
        'The hours are summed.',
      ],
    },
    'shifted-by-hours': {
      any: [
        'day|date|midnight|birthday|deadline|month|morning|evening|report*|cutoff|orders|bounds|range|time|moment|booking* early|late|off|shift*|slip*|previous|yesterday|tomorrow|next|before|wrong|moves|falls|hour|hours',
        'hour|hours early|late|off|shift*|ahead|behind|wrong|two|one|some|few|several',
        'customer*|user*|people|anyone|shop*|client*|branch* west|east|zone*|america*|asia*|abroad|berlin|tokyo|york|angeles|sydney|other|overseas',
      ],
      accepts: [
        'The date slips to the previous day.',
        'It is two hours off.',
        'Users in other zones see the wrong day.',
        'The bounds shift by some hours.',
      ],
      rejects: ['Nothing shifts here.', 'The text is cut.', 'The value is null.', 'It is sent twice.'],
    },
    'state-the-zone': {
      any: [
        'use|take|pass|compute|convert|work|keep|store|parse|format|cut|with|in|interpret|read|apply|respect utc|zone|timezone|offset|iana|customer*|tz',
        'get|set utc hours|date|day|month|minutes|year',
        'calendar|date|timezone|temporal|intl library|arithmetic|api|days|aware|instead',
        'add days|calendar|months instead|not|rather|by|date|milliseconds',
      ],
      accepts: [
        'Compute the day in the zone of the customer.',
        'Use UTC throughout.',
        'Use setUTCHours.',
        'Do calendar arithmetic instead.',
      ],
      rejects: ['Add a check.', 'Use a longer key.', 'Remove the log.', 'Sort first.'],
    },
  },
}
