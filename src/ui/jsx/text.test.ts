import { createElement, Fragment, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { jsx, jsxs } from './jsx-runtime.ts';

const markup = (element: ReactNode): string => renderToStaticMarkup(element);
const b = createElement('b', { key: 'b' }, 'b');

describe('text in JSX', () => {
  it('that is all its element holds stays one text, whatever it is put together from', () => {
    expect(markup(jsx('p', { children: 'text' }))).toBe('<p>text</p>');
    expect(markup(jsxs('p', { children: [3, ' runs', false, null] }))).toBe('<p>3 runs</p>');
    expect(markup(jsxs('option', { children: ['BN ', 2] }))).toBe('<option>BN 2</option>');
    expect(markup(jsx('p', {}))).toBe('<p></p>');
  });

  it('that stands beside elements gets elements of its own, in lists and fragments too', () => {
    expect(markup(jsxs('p', { children: ['text ', b] }))).toBe('<p><text-part>text </text-part><b>b</b></p>');
    expect(markup(jsxs('p', { children: [['a', b], 1] }))).toBe(
      '<p><text-part>a</text-part><b>b</b><text-part>1</text-part></p>',
    );
    expect(markup(jsx('p', { children: [b, 'c'] }))).toBe('<p><b>b</b><text-part>c</text-part></p>');
    for (const children of ['text', ['te', 'xt']]) {
      expect(markup(jsx(Fragment, { children }))).toBe('<text-part>text</text-part>');
    }
  });

  it('leaves every element in its place, so that what it holds stays', () => {
    const withText = jsxs('p', { children: ['text', b] }).props as { children: unknown[] };
    const without = jsxs('p', { children: [false, b] }).props as { children: unknown[] };
    expect([withText.children[1], without.children[1]]).toEqual([b, b]);
  });

  it('leaves alone what may hold no other element, and what is no text', () => {
    const tspan = createElement('tspan', { key: 't' }, 'b');
    expect(markup(jsxs('text', { children: ['a', tspan] }))).toBe('<text>a<tspan>b</tspan></text>');
    const render = () => b;
    expect(jsx('p', { children: render }).props).toEqual({ children: render });
    const list = [b];
    expect(jsx('p', { children: list }).props).toEqual({ children: list });
  });
});
