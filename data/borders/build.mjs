// Reduces Natural Earth's 1:50m countries (npm world-atlas 2.0.2) to the small file that the maps of Palermo are drawn from.
// Run in a folder with `npm pack world-atlas@2.0.2` unpacked:
//   node build.mjs package/countries-50m.json ../codelists/countries/iso3166.json world.json
import fs from 'node:fs';
import crypto from 'node:crypto';

const [input, codesFile, output] = process.argv.slice(2);
const bytes = fs.readFileSync(input);
const atlas = JSON.parse(bytes);
const codes = JSON.parse(fs.readFileSync(codesFile)).codes.filter(c => !c.alpha4);
const alpha2 = new Map(codes.filter(c => c.numeric).map(c => [c.numeric, c.alpha2]));

// How much is kept: triangles below TRIANGLE square degrees (at their own latitude) are flattened, islands below
// ISLAND left out unless the territory has no larger one. Coordinates are whole numbers of 1/GRID degree.
const TRIANGLE = 0.06, ISLAND = 0.12, GRID = 20;

// Drawn neutrally, whoever administers it: no element of ISO 3166, or a title that the United Nations records as disputed.
// Natural Earth draws de facto control; the part of a territory that holds `at` is taken out of it.
const disputed = [
  { key: 'crimea', from: '643', at: [34.2, 45.2], why: 'General Assembly resolution 68/262' },
  { key: 'western-sahara', id: '732', why: 'Non-Self-Governing Territory; status not settled' },
  { key: 'falkland-islands-malvinas', id: '238', why: 'dispute between Argentina and the United Kingdom' },
  { key: 'kosovo', name: 'Kosovo', why: 'Security Council resolution 1244 (1999)' },
  { key: 'somaliland', name: 'Somaliland', why: 'part of Somalia; no element of ISO 3166' },
  { key: 'northern-cyprus', name: 'N. Cyprus', why: 'Security Council resolution 541 (1983)' },
  { key: 'siachen', name: 'Siachen Glacier', why: 'Jammu and Kashmir: final status not agreed by the parties' },
];

// Elements of ISO 3166 without an outline of their own at this scale, and Kosovo: a place for their mark, to about half a degree.
const places = {
  BQ: [-68.3, 12.2], CC: [96.8, -12.2], CX: [105.6, -10.5], GF: [-53.1, 4.0], GI: [-5.4, 36.1], GP: [-61.5, 16.2], MQ: [-61.0, 14.7],
  RE: [55.5, -21.1], SJ: [16.0, 78.5], TK: [-171.8, -9.2], TV: [179.2, -8.5], YT: [45.1, -12.8], XK: [20.9, 42.6], EH: [-13.2, 24.5], FK: [-59.2, -51.7],
};

const skip = new Set(['010']); // Antarctica: nobody's country, and half the height of a page

const { scale: [sx, sy], translate: [tx, ty] } = atlas.transform;
const lines = atlas.arcs.map(arc => {
  let x = 0, y = 0;
  return arc.map(([dx, dy]) => [(x += dx) * sx + tx, (y += dy) * sy + ty]);
});
const ringOf = arcs => arcs.flatMap((a, i) => {
  const line = a < 0 ? lines[~a].toReversed() : lines[a];
  return i === 0 ? line : line.slice(1);
});
// Square degrees at the equator: the cylinder of equal area, exact for the sphere.
const area = ring => {
  const high = lat => Math.sin(lat * Math.PI / 180) * 180 / Math.PI;
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) sum += (ring[i][0] - ring[j][0]) * (high(ring[i][1]) + high(ring[j][1])) / 2;
  return Math.abs(sum);
};
const holds = (ring, [x, y]) => {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i], [xj, yj] = ring[j];
    if ((yi > y) !== (yj > y) && x < (xj - xi) * (y - yi) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
};

// The pole of inaccessibility of a ring, by ever finer grids: where a mark or the end of an arrow sits well inside.
const inner = ring => {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) { x0 = Math.min(x0, x); y0 = Math.min(y0, y); x1 = Math.max(x1, x); y1 = Math.max(y1, y); }
  const away = p => {
    const c = Math.cos(p[1] * Math.PI / 180);
    let best = Infinity;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const ax = (ring[j][0] - p[0]) * c, ay = ring[j][1] - p[1], bx = (ring[i][0] - p[0]) * c, by = ring[i][1] - p[1];
      const dx = bx - ax, dy = by - ay, l = dx * dx + dy * dy;
      const t = l === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / l));
      best = Math.min(best, Math.hypot(ax + t * dx, ay + t * dy));
    }
    return holds(ring, p) ? best : -best;
  };
  let best = [(x0 + x1) / 2, (y0 + y1) / 2], far = away(best), w = x1 - x0, h = y1 - y0;
  for (let round = 0; round < 8; round++) {
    const [cx, cy] = best;
    for (let i = -6; i <= 6; i++) for (let j = -6; j <= 6; j++) {
      const p = round === 0 ? [(x0 + x1) / 2 + i * w / 13, (y0 + y1) / 2 + j * h / 13] : [cx + i * w / 13, cy + j * h / 13];
      const d = away(p);
      if (d > far) { far = d; best = p; }
    }
    w /= 3; h /= 3;
  }
  return best;
};

// Visvalingam and Whyatt (1993): drop the point whose triangle is smallest until all are large; the ends of an arc stay, so
// that neighbours keep one border.
const simplify = line => {
  const points = line.map(p => p);
  const size = i => {
    const [a, b, c] = [points[i - 1], points[i], points[i + 1]];
    return Math.abs((a[0] - c[0]) * (b[1] - a[1]) - (a[0] - b[0]) * (c[1] - a[1])) / 2 * Math.cos(b[1] * Math.PI / 180);
  };
  const closed = line.length > 3 && line[0][0] === line.at(-1)[0] && line[0][1] === line.at(-1)[1];
  const least = closed ? 5 : 2;
  while (points.length > least) {
    let at = -1, min = TRIANGLE;
    for (let i = 1; i < points.length - 1; i++) { const s = size(i); if (s < min) { min = s; at = i; } }
    if (at < 0) break;
    points.splice(at, 1);
  }
  return points;
};

const parts = [];
for (const g of atlas.objects.countries.geometries) {
  if (skip.has(g.id) || g.properties.name === 'Ashmore and Cartier Is.' || g.properties.name === 'Indian Ocean Ter.') continue;
  const polygons = g.type === 'Polygon' ? [g.arcs] : g.arcs;
  const split = disputed.find(d => d.from !== undefined && d.from === g.id);
  const taken = split ? polygons.filter(p => holds(ringOf(p[0]), split.at)) : [];
  if (split && taken.length !== 1) throw new Error(`${split.key}: ${taken.length} parts hold its point`);
  if (split) parts.push({ neutral: split.key, why: split.why, polygons: taken });
  const mark = disputed.find(d => (d.id !== undefined && d.id === g.id) || (d.name !== undefined && d.name === g.properties.name && !g.id));
  const rest = polygons.filter(p => !taken.includes(p));
  if (mark) parts.push({ neutral: mark.key, why: mark.why, polygons: rest });
  else if (alpha2.has(g.id)) parts.push({ code: alpha2.get(g.id), polygons: rest });
  else throw new Error(`${g.properties.name} has no code`);
}

// The source stitches what the 180th meridian divides; a flat map needs it divided again. A ring that jumps is followed on
// without jumping, clipped to each side, and each side closed along the meridian.
const jumps = ring => ring.some(([x], i) => i > 0 && Math.abs(x - ring[i - 1][0]) > 180);
const divided = ring => {
  let turn = 0;
  const open = ring.map(([x, y], i) => {
    if (i > 0 && Math.abs(x - ring[i - 1][0]) > 180) turn += x < ring[i - 1][0] ? 360 : -360;
    return [x + turn, y];
  });
  const clip = (points, inside, edge) => points.flatMap((b, i) => {
    const a = points[(i + points.length - 1) % points.length];
    const at = () => [edge, a[1] + (b[1] - a[1]) * (edge - a[0]) / (b[0] - a[0])];
    return inside(a[0]) ? (inside(b[0]) ? [b] : [at()]) : (inside(b[0]) ? [at(), b] : []);
  });
  return [-360, 0, 360].flatMap(shift => {
    const moved = open.map(([x, y]) => [x + shift, y]);
    const side = clip(clip(moved, x => x <= 180, 180), x => x >= -180, -180);
    return side.length > 2 ? [side] : [];
  });
};

const kept = new Map(), arcs = [];
const append = line => {
  let px = 0, py = 0;
  const flat = [];
  for (const [lon, lat] of line) {
    const x = Math.round(lon * GRID), y = Math.round(lat * GRID);
    if (flat.length > 0 && x === px && y === py) continue;
    flat.push(x - px, y - py);
    px = x; py = y;
  }
  return arcs.push(flat) - 1;
};
// A ring as arcs that neighbours share; one that the meridian divides as rings of its own, from the same simplified points.
const rings = ring => jumps(ringOf(ring))
  ? divided(ring.flatMap((a, i) => { const l = simplify(a < 0 ? lines[~a].toReversed() : lines[a]); return i === 0 ? l : l.slice(1); })).map(r => [append(r)])
  : [ring.map(keep)];
const keep = arc => {
  const i = arc < 0 ? ~arc : arc;
  if (!kept.has(i)) {
    kept.set(i, append(simplify(lines[i])));
  }
  return arc < 0 ? ~kept.get(i) : kept.get(i);
};

const territories = [], neutral = [];
for (const part of parts.sort((a, b) => (a.code ?? '~' + a.neutral) < (b.code ?? '~' + b.neutral) ? -1 : 1)) {
  const sized = part.polygons.map(p => ({ p, size: jumps(ringOf(p[0])) ? Math.max(...divided(ringOf(p[0])).map(area)) : area(ringOf(p[0])) })).sort((a, b) => b.size - a.size);
  const shown = sized.filter((s, i) => i === 0 || s.size >= ISLAND).map(s => s.p.filter((r, i) => i === 0 || area(ringOf(r)) >= ISLAND / 4));
  const largest = ringOf(sized[0].p[0]);
  const point = inner(jumps(largest) ? divided(largest).sort((a, b) => area(b) - area(a))[0] : largest).map(v => Math.round(v * 10) / 10);
  const shape = { polygons: shown.map(p => p.flatMap(rings)) };
  if (part.code) territories.push({ code: part.code, point, area: Math.round(sized.reduce((a, s) => a + s.size, 0) * 100) / 100, ...shape });
  else neutral.push({ key: part.neutral, why: part.why, ...shape });
}
for (const [code, point] of Object.entries(places)) territories.push({ code, point, area: 0, polygons: [] });
territories.sort((a, b) => a.code < b.code ? -1 : 1);

const missing = codes.map(c => c.alpha2).filter(c => !territories.some(t => t.code === c));
console.error(`${territories.length} territories, ${neutral.length} neutral areas, ${arcs.length} arcs, ${arcs.reduce((a, b) => a + b.length / 2, 0)} points; no place: ${missing.join(' ')}`);

const line = v => JSON.stringify(v);
fs.writeFileSync(output, `{
  "title": "Outlines of countries and territories for maps of the whole world",
  "source": "Natural Earth 4.1.0, Admin 0 countries, 1:50 m (public domain), in npm world-atlas 2.0.2 (ISC, LICENSE-WORLD-ATLAS.txt), countries-50m.json, SHA-256 ${crypto.createHash('sha256').update(bytes).digest('hex')}",
  "made": "build.mjs: simplified (Visvalingam, ${TRIANGLE} square degrees), islands under ${ISLAND} square degrees and Antarctica left out",
  "shape": "arcs: whole numbers of 1/${GRID} degree, each pair a step from the one before; polygons: rings of arcs, ~i is arc i backwards; point: longitude and latitude of a place well inside; area: square degrees at the equator",
  "grid": ${GRID},
  "territories": [
${territories.map(t => '    ' + line(t)).join(',\n')}
  ],
  "neutral": [
${neutral.map(t => '    ' + line(t)).join(',\n')}
  ],
  "arcs": [
${arcs.map(a => '    ' + line(a)).join(',\n')}
  ]
}
`);
