/** A grid of small pictures, one a channel, all on one colour scale. */
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useScheme } from '../../../theme.ts';
import { short } from '../numbers.ts';
import { type Plane, planeName } from './planes.ts';
import { colourOf, parseRgb, type ShadeScale, type Shades, scaleOf, shadeOf } from './shades.ts';

interface PlanesProps {
  readonly planes: readonly Plane[];
  /** What a picture stands for: 'Channel'. */
  readonly what: string;
  /** Of the whole grid. */
  readonly label: string;
}

export function Planes({ planes, what, label }: PlanesProps) {
  const [list, shades] = useShades<HTMLUListElement>();
  const extent = useMemo(() => joined(planes.map(({ values }) => scaleOf(values))), [planes]);
  return (
    <>
      <ul ref={list} className="planes shades" aria-label={label}>
        {planes.map((plane) => (
          <li key={plane.channel}>
            {shades && (
              <PlaneCanvas plane={plane} extent={extent} shades={shades} name={planeName(plane, what)} />
            )}
            <span aria-hidden="true">{plane.channel}</span>
          </li>
        ))}
      </ul>
      {planes[0]?.colour ? <ColourLegend extent={extent} /> : <ScaleLegend extent={extent} />}
    </>
  );
}

const joined = (extents: readonly ShadeScale[]): ShadeScale => ({
  size: Math.max(0, ...extents.map(({ size }) => size)),
  signed: extents.some(({ signed }) => signed),
});

interface PlaneCanvasProps {
  readonly plane: Plane;
  readonly extent: ShadeScale;
  readonly shades: Shades;
  readonly name: string;
}

function PlaneCanvas({ plane, extent, shades, name }: PlaneCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, values, colour } = plane;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      const rgb = colour
        ? colourOf(values.subarray(3 * i, 3 * i + 3), extent)
        : shadeOf(values[i] ?? 0, extent, shades);
      image.data.set([...rgb, 255], 4 * i);
    }
    context.putImageData(image, 0, 0);
  }, [width, height, values, colour, extent, shades]);
  return <canvas ref={canvas} width={width} height={height} role="img" aria-label={name} title={name} />;
}

function ScaleLegend({ extent: { size, signed } }: { readonly extent: ShadeScale }) {
  return (
    <p className="scale-legend">
      <span>{signed ? short(-size) : '0'}</span>
      <span className={signed ? 'scale-bar signed' : 'scale-bar'} aria-hidden="true" />
      {signed && <span className="visually-hidden">through 0</span>}
      <span>{short(size)}</span>
      <span>one scale for all of these</span>
    </p>
  );
}

function ColourLegend({ extent: { size } }: { readonly extent: ShadeScale }) {
  return (
    <p className="remark">
      Each pixel has the colour of its three weights, on red, green and blue: full is {short(size)}, half 0,
      none {short(-size)}. One scale for all of these.
    </p>
  );
}

/** @returns a ref for an element of the class `shades`, and its colours once they are known */
function useShades<E extends HTMLElement>(): readonly [RefObject<E | null>, Shades | undefined] {
  const element = useRef<E>(null);
  const [shades, setShades] = useState<Shades>();
  const scheme = useScheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme changes what is computed
  useLayoutEffect(() => {
    if (!element.current) return;
    const { color, backgroundColor, outlineColor } = getComputedStyle(element.current);
    setShades({
      positive: parseRgb(color),
      zero: parseRgb(backgroundColor),
      negative: parseRgb(outlineColor),
    });
  }, [scheme]);
  return [element, shades];
}
