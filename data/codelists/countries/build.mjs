// Reduces the sources named in README.md to the small JSON files that Palermo ships.
// Run in a folder with `npm install cldr-core@48.2.0 cldr-localenames-full@48.2.0`:
//   node build.mjs NODE_MODULES COUNTRY_CODES_CSV ISO_3166_3_CSV OUT
import fs from 'node:fs';
import path from 'node:path';

const [modules, codesCsv, formerCsv, out] = process.argv.slice(2);
const json = (...p) => JSON.parse(fs.readFileSync(path.join(modules, ...p), 'utf8'));

function csv(file) {
  const text = fs.readFileSync(file, 'utf8');
  const rows = [[]];
  let cell = '', quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') { cell += '"'; i++; }
      else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"') quoted = true;
    else if (c === ',') { rows.at(-1).push(cell); cell = ''; }
    else if (c === '\n') { rows.at(-1).push(cell.replace(/\r$/, '')); cell = ''; rows.push([]); }
    else cell += c;
  }
  if (cell !== '') rows.at(-1).push(cell);
  const [head, ...body] = rows.filter(r => r.length > 1);
  return body.map(r => Object.fromEntries(head.map((h, i) => [h, r[i] ?? ''])));
}

const codes = csv(codesCsv).sort((a, b) => a['ISO3166-1-Alpha-2'] < b['ISO3166-1-Alpha-2'] ? -1 : 1);
const former = csv(formerCsv);
const replaced = json('cldr-core', 'supplemental', 'aliases.json').supplemental.metadata.alias.territoryAlias;

// Year in which the alpha-2 element entered ISO 3166-1, where that is not the first edition of 1974.
const assigned = {
  AI: 1985, AM: 1992, AW: 1986, AX: 2004, AZ: 1992, BA: 1992, BF: 1984, BJ: 1977, BL: 2007, BQ: 2010, CD: 1997, CW: 2010,
  CZ: 1993, DJ: 1977, EE: 1992, ER: 1993, FM: 1986, GE: 1992, GG: 2006, GS: 1993, HR: 1992, IM: 2006, JE: 2006, KG: 1992,
  KI: 1979, KZ: 1992, LT: 1992, LV: 1992, MD: 1992, ME: 2006, MF: 2007, MH: 1986, MK: 1993, MM: 1989, MP: 1986, PS: 1999,
  PW: 1986, RS: 2006, RU: 1992, SI: 1992, SK: 1993, SS: 2011, SX: 2010, TF: 1979, TJ: 1992, TL: 2002, TM: 1992, TV: 1977,
  UM: 1986, UZ: 1992, VU: 1980, YT: 1993, ZW: 1980,
};
const formerAssigned = { CSXX: '2003-07-23', FXFR: '1993' };
// CLDR names today's successors; ISO 3166-3 withdrew these two once more in between or names only the direct one.
const directSuccessors = { YUCS: ['CSXX'], CSXX: ['ME', 'RS'], BYAA: ['BY'], CSHH: ['CZ', 'SK'], SKIN: ['IN'], AIDJ: ['DJ'], GEHH: ['KI', 'TV'], BQAQ: ['AQ'] };

const successorsOf = f => directSuccessors[f.alpha_4] ?? (replaced[f.alpha_2]?._replacement ?? '').split(' ').filter(Boolean).sort();
const exactStart = {};
for (const f of former)
  for (const s of successorsOf(f))
    if (String(assigned[s] ?? '') === f.withdrawal_date.slice(0, 4)) exactStart[s] = f.withdrawal_date;

const iso = [
  ...codes.map(c => ({
    alpha2: c['ISO3166-1-Alpha-2'], alpha3: c['ISO3166-1-Alpha-3'],
    numeric: c['ISO3166-1-numeric'].padStart(3, '0'), name: c['official_name_en'] || c['UNTERM English Short'],
    from: exactStart[c['ISO3166-1-Alpha-2']] ?? String(assigned[c['ISO3166-1-Alpha-2']] ?? 1974),
    of: /([A-Z]{2})$/.exec(c.is_independent)?.[1],
  })),
  ...former.map(f => ({
    alpha4: f.alpha_4, alpha2: f.alpha_2, alpha3: f.alpha_3, numeric: f.numeric || undefined, name: f.name,
    from: formerAssigned[f.alpha_4] ?? '1974', to: f.withdrawal_date, successors: successorsOf(f),
  })),
  { alpha2: 'XK', alpha3: 'XKK', numeric: undefined, name: 'Kosovo', from: '1999', userAssigned: true },
];
const lines = (head, entries) => JSON.stringify(head, null, 2).replace(/\n}$/, ',\n') + entries + '\n}\n';
fs.writeFileSync(path.join(out, 'iso3166.json'), lines({
  title: 'ISO 3166-1 and 3166-3 code elements with validity intervals',
  sources: [
    'current elements: datasets/country-codes @ caa72d1 (Public Domain Dedication and License)',
    'formerly used elements and withdrawal dates: iso-codes 4.15.0, iso_3166-3 (facts)',
    'successors: Unicode CLDR 48.2.0 territoryAlias (Unicode-3.0), direct successors of 3166-3 where CLDR skips one',
    'year of assignment: year column of public ISO 3166-1 alpha-2 tables, several concordant copies; the standard itself was not read. Full date where the predecessor was withdrawn in the same year.',
    'XK/XKK: user-assigned, in use for Kosovo (CLDR); from: UNSCR 1244 (1999)',
  ],
}, '  "codes": [\n' + iso.map(e => '    ' + JSON.stringify(e)).join(',\n') + '\n  ]'));

// CLDR names: every locale of effective coverage "modern", and the regional variants of the six UN languages.
const keep = new Set([...codes.map(c => c['ISO3166-1-Alpha-2']), 'XK']);
const places = { AC: 'SH', TA: 'SH', IC: 'ES', EA: 'ES', DG: 'IO', CP: 'FR' };
const coverage = json('cldr-core', 'coverageLevels.json').effectiveCoverageLevels;
const locales = Object.keys(coverage).filter(l => coverage[l] === 'modern' && l !== 'und' && l !== 'ko-KP' && l !== 'zh-Hant-CN');
const names = {}, regions = {};
const add = (into, id, name, language) => {
  const byName = (into[id] ??= {});
  const clean = name.normalize('NFC').replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '').replace(/\u00a0/g, ' ').trim();
  if (clean === '' || clean === id) return;
  (byName[clean] ??= new Set()).add(language);
};
for (const locale of locales.sort()) {
  const file = path.join(modules, 'cldr-localenames-full', 'main', locale, 'territories.json');
  if (!fs.existsSync(file)) continue;
  const territories = Object.values(JSON.parse(fs.readFileSync(file, 'utf8')).main)[0].localeDisplayNames.territories;
  const language = locale.split('-')[0];
  for (const [id, name] of Object.entries(territories)) {
    const [code, alt] = id.split('-alt-');
    if (alt === 'chagos') continue;
    if (keep.has(code)) add(names, code, name, language);
    else if (places[code]) add(names, places[code], name, language);
    else if (/^\d{3}$/.test(code) || code === 'EU' || code === 'EZ' || code === 'QO') {
      if (code !== '001') add(regions, code, name, language);
    }
  }
}
const flat = o => Object.keys(o).sort().map(id => '    ' + JSON.stringify(id) + ': {' +
  Object.entries(o[id]).map(([n, l]) => JSON.stringify(n) + ':' + JSON.stringify([...l].sort().join(' '))).join(',') + '}').join(',\n');
fs.writeFileSync(path.join(out, 'cldr-names.json'), lines({
  title: 'Names of countries and regions, reduced from Unicode CLDR 48.2.0 (cldr-localenames-full, territories.json)',
  license: 'Unicode-3.0 (LICENSE-UNICODE.txt)',
  shape: 'territory -> name -> languages that use it',
}, '  "countries": {\n' + flat(names) + '\n  },\n  "regions": {\n' + flat(regions) + '\n  }'));

// United Nations terminology: short and formal names in the six official languages.
const un = {};
const tongues = { English: 'en', French: 'fr', Spanish: 'es', Russian: 'ru', Arabic: 'ar', Chinese: 'zh' };
const article = /\s*\((the|l'|la|le|les|el|los|las)\)/gi;
for (const c of codes) {
  const id = c['ISO3166-1-Alpha-2'];
  for (const [column, language] of Object.entries(tongues)) {
    for (const kind of ['Short', 'Formal'])
      add(un, id, (c[`UNTERM ${column} ${kind}`] || '').replace(/\*/g, '').replace(article, ''), language);
    add(un, id, c[`official_name_${language === 'zh' ? 'cn' : language}`] || '', language);
  }
}
fs.writeFileSync(path.join(out, 'un-names.json'), lines({
  title: 'Short and formal names of states in the six official languages of the United Nations',
  source: 'datasets/country-codes @ caa72d1 (UNTERM and M49 columns)',
  license: 'PDDL-1.0',
}, '  "countries": {\n' + flat(un) + '\n  }'));

// Cities: never a typing error for a country. Capitals, and the cities that name IANA time zones.
const cities = {};
for (const c of codes)
  for (const name of (c.Capital || '').split(',').map(s => s.trim()).filter(Boolean)) cities[name] = [cities[name], c['ISO3166-1-Alpha-2']].filter(Boolean).join(' ');
const zones = json('cldr-core', 'supplemental', 'primaryZones.json').supplemental.primaryZones;
for (const [code, zone] of Object.entries(zones)) cities[zone.split('/').at(-1).replaceAll('_', ' ')] ??= code;
const meta = json('cldr-core', 'supplemental', 'metaZones.json').supplemental.metaZones.metazoneInfo.timezone;
(function walk(node, name) {
  if (Array.isArray(node)) cities[name.replaceAll('_', ' ')] ??= '';
  else for (const [k, v] of Object.entries(node)) walk(v, k);
})(meta, '');
fs.writeFileSync(path.join(out, 'cities.json'), lines({
  title: 'Cities whose names are not typing errors for a country',
  sources: ['capitals: datasets/country-codes @ caa72d1 (PDDL-1.0)', 'time zone cities: Unicode CLDR 48.2.0 primaryZones, metaZones (Unicode-3.0)'],
}, '  "cities": ' + JSON.stringify(Object.fromEntries(Object.entries(cities).sort(([a], [b]) => a < b ? -1 : 1)))));
