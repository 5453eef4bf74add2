/** TeX set by KaTeX: as HTML to be seen, as MathML for screen readers. */
import 'katex/dist/katex.min.css';
import katex from 'katex';
import { useLayoutEffect, useRef } from 'react';

export default function Typeset({ tex }: { readonly tex: string }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (place.current)
      katex.render(tex, place.current, { displayMode: true, output: 'htmlAndMathml', strict: 'error' });
  }, [tex]);
  return <div ref={place} />;
}
