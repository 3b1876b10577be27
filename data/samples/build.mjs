// Makes the samples: people who do not exist. Every value is drawn from the weights below, which were chosen by hand so that
// pictures show every case (small states, transit, internal ways, silence, small counts) and rest on no data about anyone.
//   node build.mjs routes.csv
import fs from 'node:fs';

// PCG32 (O'Neill, 2014), so that the file is the same wherever it is made.
const MASK = (1n << 64n) - 1n;
let state = 0n;
const next = () => {
  const old = state;
  state = (old * 6364136223846793005n + 2891336453n) & MASK;
  const x = Number(((old >> 18n) ^ old) >> 27n & 0xffffffffn), r = Number(old >> 59n);
  return ((x >>> r) | (x << (-r & 31))) >>> 0;
};
next(); state = (state + 20001115n) & MASK; next();
const chance = () => next() / 4294967296;
const pick = weights => {
  const all = Object.entries(weights), total = all.reduce((a, [, w]) => a + w, 0);
  let at = chance() * total;
  for (const [value, w] of all) if ((at -= w) < 0) return value;
  return all.at(-1)[0];
};
const maybe = (silence, value) => chance() < silence ? '' : value;

// origin > transit > destination: weight. A dot is silence; several transits share a way.
const ways = {
  'UA.PL.GB': 5, 'UA..PL': 6, 'UA..RU': 7, 'UA.PL.DE': 4, 'RO..IT': 5, 'RO.HU.DE': 4, 'NG.LY.IT': 8, 'NG.NE.LY': 3, 'VN.RU.GB': 4, 'VN.CN.GB': 2, 'AL..GB': 5,
  'MM.TH.MY': 4, 'MM..TH': 6, 'KH..TH': 3, 'NP.IN.KW': 4, 'BD..SG': 3, 'PH..SG': 2, 'PH..BH': 3, 'ID..MY': 5, 'ET.DJ.SA': 4, 'ET..LB': 2, 'KE..QA': 3, 'UG.KE.AE': 3,
  'MX..US': 7, 'GT.MX.US': 4, 'HN.MX.US': 3, 'VE.CO.TT': 3, 'CO..ES': 2, 'BR..ES': 2, 'PY..AR': 2, 'HT..DO': 4, 'LK..MV': 2, 'MG..MU': 2, 'FJ..NZ': 1, 'TV..NZ': 1,
  'US..US': 9, 'GB..GB': 7, 'IN..IN': 8, 'BR..BR': 4, 'NG..NG': 3, 'PH..PH': 4, 'RU..RU': 2, 'XK..AL': 1, 'MD.TR.CY': 2, 'MD..MT': 1, 'GH..CI': 2, 'BJ..GA': 1, 'ML..CV': 1,
};
const years = { 2012: 5, 2013: 6, 2014: 7, 2015: 8, 2016: 9, 2017: 10, 2018: 11, 2019: 12, 2020: 7, 2021: 9, 2022: 13, 2023: 14 };
const girls = { 'sexual_exploitation': 7, 'forced_labour': 2, 'domestic_servitude': 2, 'forced_begging': 1, 'forced_marriage': 1, 'forced_criminality': 0.4, 'other': 0.3 };
const men = { 'forced_labour': 8, 'sexual_exploitation': 0.8, 'forced_criminality': 2.2, 'forced_begging': 0.7, 'domestic_servitude': 0.3, 'organ_removal': 0.05, 'other': 0.3 };
const ages = { '0-8': 0.4, '9-17': 3.4, '18-20': 2.4, '21-23': 2, '24-26': 1.7, '27-29': 1.3, '30-38': 2.2, '39-47': 1, '48+': 0.5 };

const rows = ['year,sex,age,form,origin,transit,destination'];
for (let i = 0; i < 6000; i++) {
  const [origin, transit, destination] = pick(ways).split('.');
  const sex = pick({ female: 62, male: 37, other: 0.6 });
  const year = Number(pick(years));
  rows.push([
    maybe(0.01, year), maybe(0.03, sex),
    // One source stopped writing down ages for a year.
    maybe(year === 2016 ? 0.85 : 0.22, pick(ages)),
    maybe(0.09, pick(sex === 'female' ? girls : men)),
    maybe(0.06, origin), transit === '' && chance() < 0.25 ? pick({ TR: 3, LY: 2, MX: 2, EG: 1 }) : maybe(0.2, transit), maybe(0.04, destination),
  ].join(','));
}
fs.writeFileSync(process.argv[2], rows.join('\n') + '\n');
