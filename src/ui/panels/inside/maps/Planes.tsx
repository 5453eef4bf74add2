/** A grid of small pictures, one a channel, all on one colour scale. */
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useScheme } from '../../../theme.ts';
import { short } from '../numbers.ts';
import { type Plane, planeName } from './planes.ts';
import { parseRgb, type ShadeScale, type Shades, scaleOf, shadeOf } from './shades.ts';

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
      <ScaleLegend extent={extent} />
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
  const { width, height, values } = plane;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    values.forEach((value, i) => {
      image.data.set([...shadeOf(value, extent, shades), 255], 4 * i);
    });
    context.putImageData(image, 0, 0);
  }, [width, height, values, extent, shades]);
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
