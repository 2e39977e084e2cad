/** Hand-kept words for the time zone search. */

/** Aliases in another country than the zone whose time they keep. */
export const otherCountry: Readonly<Record<string, { code: string; name: string }>> = {
  'Africa/Timbuktu': { code: 'ML', name: 'Mali' },
  'America/Coral_Harbour': { code: 'CA', name: 'Canada' },
  'Antarctica/South_Pole': { code: 'AQ', name: 'Antarctica' },
  'Atlantic/Jan_Mayen': { code: 'SJ', name: 'Svalbard and Jan Mayen' },
  'Pacific/Johnston': { code: 'UM', name: 'United States Minor Outlying Islands' },
  'Pacific/Yap': { code: 'FM', name: 'Micronesia' },
}

/** Usual names of countries, by ISO code, that the data does not have. */
export const countryWords: Readonly<Record<string, readonly string[]>> = {
  AE: ['UAE', 'Emirates'],
  BA: ['Bosnia'],
  CD: ['DRC', 'DR Congo', 'Congo Kinshasa'],
  CG: ['Congo Brazzaville'],
  CI: ['Côte d’Ivoire'],
  CV: ['Cape Verde'],
  CZ: ['Czech Republic'],
  FK: ['Malvinas'],
  GB: ['UK', 'Great Britain', 'Britain', 'England', 'Scotland', 'Wales', 'Northern Ireland'],
  KR: ['Korea', 'Republic of Korea'],
  MK: ['Macedonia'],
  MM: ['Burma'],
  MO: ['Macau'],
  NL: ['Netherlands', 'Holland'],
  PS: ['Palestine'],
  RU: ['Russian Federation'],
  SZ: ['Swaziland'],
  TL: ['East Timor', 'Timor-Leste'],
  TR: ['Türkiye'],
  US: ['USA', 'United States of America', 'America'],
  VA: ['Holy See'],
  VN: ['Viet Nam'],
}

/** Usual names of cities, and large cities beyond the four the data has for a zone. */
export const cityWords: Readonly<Record<string, readonly string[]>> = {
  'America/Chicago': ['Austin', 'Minneapolis', 'New Orleans', 'Nashville', 'St. Louis', 'Kansas City', 'Milwaukee'],
  'America/Denver': ['Salt Lake City'],
  'America/Los_Angeles': ['Seattle', 'Portland', 'Las Vegas', 'Sacramento', 'Oakland'],
  'America/New_York': [
    'Washington DC',
    'Boston',
    'Miami',
    'Atlanta',
    'Orlando',
    'Charlotte',
    'Pittsburgh',
    'Cleveland',
  ],
  'America/Sao_Paulo': ['Brasília', 'Curitiba', 'Porto Alegre'],
  'America/Toronto': ['Quebec City', 'Hamilton'],
  'Asia/Ho_Chi_Minh': ['Saigon', 'Hanoi'],
  'Asia/Jerusalem': ['Tel Aviv', 'Haifa'],
  'Asia/Kathmandu': ['Katmandu'],
  'Asia/Kolkata': ['Bombay', 'Bangalore', 'Madras', 'Chennai', 'New Delhi', 'Pune', 'Ahmedabad', 'Jaipur'],
  'Asia/Shanghai': ['Peking', 'Beijing', 'Shenzhen', 'Guangzhou', 'Canton'],
  'Asia/Tokyo': ['Kyoto', 'Fukuoka', 'Sapporo'],
  'Asia/Yangon': ['Rangoon'],
  'Europe/Berlin': ['Cologne', 'München', 'Frankfurt', 'Stuttgart', 'Düsseldorf', 'Leipzig', 'Dresden'],
  'Europe/Copenhagen': ['København'],
  'Europe/Kyiv': ['Kiev', 'Lvov', 'Lviv'],
  'Europe/Lisbon': ['Lisboa'],
  'Europe/London': ['Edinburgh', 'Liverpool', 'Leeds', 'Bristol', 'Belfast', 'Cardiff'],
  'Europe/Paris': ['Bordeaux', 'Lille', 'Nantes', 'Strasbourg'],
  'Europe/Prague': ['Praha'],
  'Europe/Rome': ['Roma', 'Milano', 'Napoli', 'Torino', 'Firenze', 'Florence', 'Venice'],
  'Europe/Vienna': ['Wien'],
  'Europe/Warsaw': ['Warszawa'],
  'Europe/Zurich': ['Genf', 'Geneva', 'Genève', 'Bern'],
}
