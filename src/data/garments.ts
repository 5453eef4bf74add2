/**
 * The silhouettes of `synthetic`, one a class in the order of its labels. Coordinates run from −1 to 1 in both
 * directions, y downwards; shoes point left. Every measure that a real garment varies in is drawn.
 */
import type { Draw } from './draw.ts';
import type { Polygon } from './polygon.ts';

export interface Part {
  readonly outline: Polygon;
  /** Brightness relative to the garment's; 0 cuts a hole. */
  readonly shade: number;
}

export type Garment = (draw: Draw) => Part[];

/** A polygon that is its own mirror image, from its right half (top to bottom). */
function mirrored(right: Polygon): Polygon {
  const left: number[] = [];
  for (let i = right.length - 2; i >= 0; i -= 2) left.push(-(right[i] as number), right[i + 1] as number);
  return [...right, ...left];
}

const both = (outline: Polygon, shade: number): Part[] => [
  { outline, shade },
  { outline: outline.map((value, i) => (i % 2 === 0 ? -value : value)), shade },
];

const box = (left: number, top: number, right: number, bottom: number): Polygon => [
  left,
  top,
  right,
  top,
  right,
  bottom,
  left,
  bottom,
];

interface Top {
  readonly shoulder: number;
  readonly chest: number;
  readonly hem: number;
  readonly bottom: number;
  readonly neckWidth: number;
  readonly neckDepth: number;
}

const TOP = -0.78;
const ARMPIT = -0.32;

const torso = ({ shoulder, chest, hem, bottom, neckWidth, neckDepth }: Top): Part => ({
  outline: mirrored([
    ...[0, TOP + neckDepth, neckWidth, TOP],
    ...[shoulder, TOP + 0.12, chest, ARMPIT, hem, bottom],
  ]),
  shade: 1,
});

const shortSleeves = (draw: Draw, { shoulder, chest }: Top): Part[] => {
  const reach = draw.between(0.2, 0.42);
  const drop = draw.between(0.3, 0.6);
  const width = draw.between(0.2, 0.28);
  const tip = shoulder + reach;
  return both(
    [
      ...[shoulder - 0.14, TOP + 0.07, shoulder, TOP + 0.12],
      ...[tip, TOP + 0.1 + drop, tip - width, TOP + 0.24 + drop, chest - 0.06, ARMPIT + 0.05],
    ],
    draw.between(0.85, 1),
  );
};

/** Sleeves that hang beside the body. @param end where the cuffs are */
const longSleeves = (draw: Draw, { shoulder, chest }: Top, end: number): Part[] => {
  const away = draw.between(0.12, 0.34);
  const cuff = draw.between(0.15, 0.22);
  const outer = chest + away + cuff;
  return both(
    [
      ...[shoulder - 0.14, TOP + 0.07, shoulder, TOP + 0.12],
      ...[outer, end, outer - cuff, end + 0.04, chest - 0.06, ARMPIT + 0.1],
    ],
    draw.between(0.8, 1),
  );
};

const tShirt: Garment = (draw) => {
  const chest = draw.between(0.42, 0.56);
  const top: Top = {
    shoulder: chest + draw.between(0, 0.08),
    chest,
    hem: chest + draw.between(-0.06, 0.06),
    bottom: draw.between(0.62, 0.85),
    neckWidth: draw.between(0.16, 0.28),
    neckDepth: draw.between(0.1, 0.3),
  };
  return [torso(top), ...shortSleeves(draw, top)];
};

const trouser: Garment = (draw) => {
  const waist = draw.between(0.26, 0.4);
  const hip = waist + draw.between(0.02, 0.12);
  const crotch = draw.between(-0.35, -0.1);
  const spread = draw.between(0.02, 0.16);
  const leg = draw.between(0.15, 0.3);
  return [
    {
      outline: mirrored([
        ...[0, -0.92, waist, -0.92, hip, -0.45],
        ...[spread + leg, 0.92, spread, 0.92, 0.02, crotch],
      ]),
      shade: 1,
    },
    { outline: box(-waist, -0.92, waist, -0.84), shade: draw.between(0.6, 1.1) },
  ];
};

const pullover: Garment = (draw) => {
  const chest = draw.between(0.42, 0.56);
  const top: Top = {
    shoulder: chest + draw.between(-0.02, 0.08),
    chest,
    hem: chest + draw.between(-0.08, 0.04),
    bottom: draw.between(0.6, 0.82),
    neckWidth: draw.between(0.14, 0.24),
    neckDepth: draw.between(0.04, 0.14),
  };
  const rib = draw.between(0.65, 1);
  return [
    torso(top),
    ...longSleeves(draw, top, draw.between(0.4, 0.75)),
    { outline: box(-top.hem, top.bottom - 0.1, top.hem, top.bottom), shade: rib },
    ...(draw.chance(0.4) ? [{ outline: box(-0.18, TOP - 0.06, 0.18, TOP + 0.08), shade: rib }] : []),
  ];
};

const dress: Garment = (draw) => {
  const chest = draw.between(0.26, 0.4);
  const waist = chest - draw.between(0.02, 0.12);
  const waistline = draw.between(-0.25, 0.1);
  const hem = waist + draw.between(0.1, 0.4);
  const neck = draw.between(0.1, 0.2);
  const depth = draw.between(0.08, 0.3);
  const top: Top = {
    shoulder: chest,
    chest,
    hem,
    bottom: 0.9,
    neckWidth: neck,
    neckDepth: depth,
  };
  const sleeves = draw.between(0, 1);
  return [
    {
      outline: mirrored([
        ...[0, -0.9 + depth, neck, -0.9, chest - 0.04, -0.84],
        ...[chest, -0.45, waist, waistline, hem, 0.92],
      ]),
      shade: 1,
    },
    ...(sleeves < 0.25 ? shortSleeves(draw, top) : []),
    ...(sleeves > 0.85 ? longSleeves(draw, top, draw.between(0.1, 0.4)) : []),
    ...(draw.chance(0.4)
      ? [{ outline: box(-waist, waistline - 0.04, waist, waistline + 0.04), shade: 0.55 }]
      : []),
  ];
};

const coat: Garment = (draw) => {
  const chest = draw.between(0.42, 0.56);
  const hem = chest + draw.between(0, 0.16);
  const bottom = draw.between(0.78, 0.95);
  const top: Top = {
    shoulder: chest + draw.between(-0.02, 0.06),
    chest,
    hem,
    bottom,
    neckWidth: draw.between(0.16, 0.26),
    neckDepth: draw.between(0.1, 0.2),
  };
  const lapel = draw.between(0.14, 0.3);
  const opening = draw.between(0.04, 0.08);
  return [
    torso(top),
    ...longSleeves(draw, top, draw.between(0.45, 0.8)),
    // The front: open all the way down, lapels on both sides of it.
    { outline: box(-opening, TOP + 0.3, opening, bottom + 0.02), shade: draw.between(0, 0.3) },
    ...both(
      [top.neckWidth, TOP, lapel, TOP + 0.2, 0.02, TOP + 0.62, 0.02, TOP + 0.3],
      draw.between(0.6, 0.85),
    ),
    ...(draw.chance(0.5) ? both(box(0.16, 0.3, chest - 0.12, 0.38), 0.65) : []),
  ];
};

const sandal: Garment = (draw) => {
  const heel = draw.chance(0.4) ? draw.between(0.2, 0.5) : 0;
  const sole = draw.between(0.1, 0.18);
  const ground = 0.5;
  const rear = ground - heel;
  const strap = draw.between(0.09, 0.15);
  const rise = draw.between(0.3, 0.6);
  const toe = draw.between(-0.6, -0.4);
  const parts: Part[] = [
    {
      outline: [
        ...[-0.92, ground - sole, -0.3, ground - sole, 0.85, rear - sole],
        ...[0.9, rear, -0.2, ground, -0.92, ground],
      ],
      shade: 1,
    },
    // Across the toes and round the ankle.
    {
      outline: [
        ...[toe - 0.2, ground - sole, toe, ground - rise * 0.8, toe + strap, ground - rise * 0.8],
        ...[toe + strap + 0.25, ground - sole, toe + 0.25, ground - sole, toe + 0.05, ground - rise * 0.55],
        ...[toe - 0.2 + strap, ground - sole],
      ],
      shade: draw.between(0.7, 1),
    },
    {
      outline: [
        ...[0.75, rear - sole, 0.75 - strap, rear - sole, 0.7 - strap, rear - rise],
        ...[0.1, rear - rise * 0.7, 0.1, rear - rise * 0.7 - strap, 0.75, rear - rise - strap],
      ],
      shade: draw.between(0.7, 1),
    },
  ];
  if (heel > 0)
    parts.push({ outline: [0.62, rear - 0.04, 0.88, rear - 0.04, 0.84, ground, 0.72, ground], shade: 1 });
  if (draw.chance(0.5)) {
    parts.push({
      outline: [
        ...[toe + 0.3, ground - sole, toe + 0.3 + strap, ground - sole],
        ...[0.1 + strap, rear - rise * 0.7, 0.1, rear - rise * 0.7],
      ],
      shade: draw.between(0.7, 1),
    });
  }
  return parts;
};

const shirt: Garment = (draw) => {
  const chest = draw.between(0.42, 0.56);
  const top: Top = {
    shoulder: chest + draw.between(-0.02, 0.08),
    chest,
    hem: chest + draw.between(-0.06, 0.08),
    bottom: draw.between(0.62, 0.88),
    neckWidth: draw.between(0.16, 0.24),
    neckDepth: draw.between(0.14, 0.28),
  };
  const sleeves = draw.chance(0.6) ? longSleeves(draw, top, draw.between(0.3, 0.7)) : shortSleeves(draw, top);
  const collar = draw.between(1.1, 1.4);
  const button = draw.between(0.15, 0.4);
  const buttons: Part[] = [];
  for (let y = TOP + 0.42; y < top.bottom - 0.1; y += 0.28) {
    buttons.push({ outline: box(-0.08, y, 0.08, y + 0.13), shade: button });
  }
  return [
    torso(top),
    ...sleeves,
    { outline: box(-0.12, TOP + top.neckDepth, 0.12, top.bottom), shade: draw.between(1.1, 1.35) },
    ...both([top.neckWidth, TOP - 0.05, 0.02, TOP + top.neckDepth, 0.2, TOP + top.neckDepth + 0.1], collar),
    ...buttons,
  ];
};

/** Upper and sole of a closed shoe. @param ankle how far the shaft rises above the ground */
const closedShoe = (draw: Draw, ankle: number, sole: number): Part[] => {
  const ground = 0.55;
  const toe = draw.between(0.24, 0.36);
  const throat = draw.between(-0.15, 0.1);
  const height = ground - ankle;
  const rear = draw.between(0.78, 0.9);
  return [
    {
      outline: [
        ...[-0.92, ground - sole, -0.88, ground - toe * 0.8, -0.7, ground - toe - 0.04],
        ...[-0.4, ground - toe - 0.1, throat, Math.max(height, ground - 0.62), throat + 0.08, height],
        ...[rear, height - 0.03, rear - 0.04, ground - 0.35, rear + 0.04, ground - sole],
      ],
      shade: 1,
    },
    {
      outline: [-0.94, ground - sole, rear + 0.06, ground - sole, rear + 0.04, ground, -0.9, ground],
      shade: draw.between(0.45, 1.35),
    },
  ];
};

const sneaker: Garment = (draw) => {
  const ankle = draw.between(0.5, 0.78);
  const parts = closedShoe(draw, ankle, draw.between(0.12, 0.2));
  const laces = draw.between(0.4, 1.4);
  for (let i = 0; i < 3; i++) {
    const x = -0.42 + i * 0.15;
    const y = 0.12 - i * 0.09;
    parts.push({
      outline: [x, y - 0.02, x + 0.08, y - 0.06, x + 0.14, y + 0.1, x + 0.06, y + 0.12],
      shade: laces,
    });
  }
  if (draw.chance(0.5)) {
    parts.push({ outline: [-0.1, 0.36, 0.35, 0.02, 0.5, 0.02, 0.1, 0.36], shade: draw.between(0.4, 1.5) });
  }
  return parts;
};

const bag: Garment = (draw) => {
  const bottom = draw.between(0.6, 0.85);
  const height = draw.between(0.7, 1.1);
  const width = draw.between(0.6, 0.9);
  const taper = draw.between(-0.12, 0.15);
  const top = bottom - height;
  const handle = draw.between(0.2, 0.55);
  const span = draw.between(0.25, 0.5);
  const thickness = draw.between(0.07, 0.12);
  const outer = top - handle;
  return [
    { outline: [-width + taper, top, width - taper, top, width, bottom, -width, bottom], shade: 1 },
    {
      outline: [
        ...[-span, top, -span * 0.75, outer, span * 0.75, outer, span, top],
        ...[span - thickness, top, span * 0.75 - thickness, outer + thickness],
        ...[-span * 0.75 + thickness, outer + thickness, -span + thickness, top],
      ],
      shade: draw.between(0.6, 1),
    },
    ...(draw.chance(0.6)
      ? [
          {
            outline: box(-width + 0.1, top + 0.02, width - 0.1, top + height * draw.between(0.2, 0.45)),
            shade: draw.between(0.6, 0.85),
          },
        ]
      : []),
    ...(draw.chance(0.5)
      ? [{ outline: box(-0.08, top + height * 0.3, 0.08, top + height * 0.45), shade: 1.5 }]
      : []),
  ];
};

const ankleBoot: Garment = (draw) => {
  const parts = closedShoe(draw, draw.between(0.95, 1.4), draw.between(0.08, 0.16));
  const heel = draw.between(0, 0.22);
  if (heel > 0.08) parts.push({ outline: box(0.5, 0.5, 0.84, 0.55 + heel), shade: draw.between(0.5, 1) });
  if (draw.chance(0.5)) parts.push({ outline: box(0.25, -0.4, 0.36, 0.1), shade: draw.between(0.4, 0.8) });
  return parts;
};

export const GARMENTS: readonly Garment[] = [
  tShirt,
  trouser,
  pullover,
  dress,
  coat,
  sandal,
  shirt,
  sneaker,
  bag,
  ankleBoot,
];
