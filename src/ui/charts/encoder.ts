/**
 * The visual encoding of our lines and bands, compiled. vega-interpreter evaluates each channel of each point by a new
 * walk through its expression, and makes a function table for it: 20 lines of 200 points are 40,000 of those a redraw.
 * Our channels are constants, scaled columns and a test for gaps, which become plain functions once, without `eval`.
 * What is anything else, as in axes, stays with the interpreter.
 */
import { expressionInterpreter } from 'vega-interpreter';

/** What we know of Vega's syntax trees. */
export type Expression =
  | { readonly type: 'Literal'; readonly value: unknown }
  | { readonly type: 'Identifier'; readonly name: string }
  | { readonly type: 'ArrayExpression'; readonly elements: readonly Expression[] }
  | { readonly type: 'MemberExpression'; readonly object: Expression; readonly property: Expression }
  | Call
  | { readonly type: 'ConditionalExpression' | 'BinaryExpression' | 'LogicalExpression' | 'UnaryExpression' };

interface Call {
  readonly type: 'CallExpression';
  readonly callee: { readonly name: string };
  readonly arguments: readonly Expression[];
}

export interface EncodeContext {
  readonly functions: { scale(name: string, value: unknown): unknown };
}

type Datum = Readonly<Record<string, unknown>>;
type Channel = (datum: Datum) => unknown;

interface Encoding {
  readonly marktype?: string;
  readonly channels: Readonly<Record<string, { readonly ast: Expression }>>;
}

type Item = { datum: Datum } & Record<string, unknown>;

export const compiledExpressions = {
  ...expressionInterpreter,
  encode(context: EncodeContext, encoding: Encoding) {
    return compileEncoding(context, encoding) ?? expressionInterpreter.encode(context, encoding);
  },
};

/** @returns undefined if it has a channel that is none of ours */
function compileEncoding(context: EncodeContext, { marktype, channels }: Encoding) {
  if (marktype !== 'line' && marktype !== 'area') return undefined;
  const compiled: (readonly [name: string, channel: Channel])[] = [];
  for (const [name, { ast }] of Object.entries(channels)) {
    const channel = compileChannel(ast, context);
    if (!channel) return undefined;
    compiled.push([name, channel]);
  }
  const area = 'y2' in channels;
  /** @returns whether anything changed, as Vega wants to know */
  return (item: Item): 0 | 1 => {
    let changed: 0 | 1 = 0;
    for (const [name, channel] of compiled) {
      const value = channel(item.datum);
      if (item[name] === value) continue;
      item[name] = value;
      changed = 1;
    }
    if (area) item.height = Number(item.y2) - Number(item.y);
    return changed;
  };
}

function compileChannel(ast: Expression, context: EncodeContext): Channel | undefined {
  switch (ast.type) {
    case 'Literal':
      return () => ast.value;
    case 'ArrayExpression': {
      const values = ast.elements.flatMap((element) => (element.type === 'Literal' ? [element.value] : []));
      return values.length === ast.elements.length ? () => values : undefined;
    }
    case 'MemberExpression': {
      const { object, property } = ast;
      if (object.type !== 'Identifier' || object.name !== 'datum' || property.type !== 'Literal')
        return undefined;
      const column = String(property.value);
      return (datum) => datum[column];
    }
    case 'CallExpression':
      return compileCall(ast, context);
    default:
      return undefined;
  }
}

/** `scale('x', datum['x'])`, which encodings write with an underscore, and `isValid(datum['t0'])`. */
function compileCall({ callee, arguments: given }: Call, context: EncodeContext): Channel | undefined {
  const [first, second] = given;
  if (callee.name === '_scale' && first?.type === 'Literal' && second) {
    const [name, value] = [String(first.value), compileChannel(second, context)];
    return value && ((datum) => context.functions.scale(name, value(datum)));
  }
  if (callee.name === 'isValid' && first) {
    const value = compileChannel(first, context);
    return value && ((datum) => isValid(value(datum)));
  }
  return undefined;
}

/** As Vega's function of this name: neither nothing nor NaN. */
const isValid = (value: unknown): boolean => value !== null && value !== undefined && !Number.isNaN(value);
