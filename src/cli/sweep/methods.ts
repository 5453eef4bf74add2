/** A norm and weights in a word: 'batch:plain' as links have it, or 'bn', 'gn+ws' as papers do. */
import { NORMS, type Norm } from '../../spec/experiment.ts';
import { METHODS, type Method, methodKey } from '../../spec/matrix.ts';
import { normWords } from '../../spec/norms/norms.ts';
import { UsageError } from '../options.ts';

const BY_OPTION = new Map<string, Norm>(NORMS.map((norm) => [normWords(norm).option, norm]));

/** Reads 'bn,gn+ws,layer:plain'. @throws UsageError */
export function parseMethods(text: string): Method[] {
  const methods = text.split(',').map((word) => readMethod(word.trim().toLowerCase()));
  return [...new Set(methods)];
}

function readMethod(word: string): Method {
  const [, short = '', ws] = /^([a-z-]+)(\+ws)?$/.exec(word) ?? [];
  const norm = BY_OPTION.get(short);
  const key = norm ? methodKey({ norm, weights: ws ? 'standardized' : 'plain' }) : word;
  const method = METHODS.find((candidate) => methodKey(candidate) === key);
  if (method) return method;
  throw new UsageError(
    `--methods: '${word.slice(0, 40)}' is not a method such as bn, gn+ws, batch:plain or group:standardized`,
  );
}
