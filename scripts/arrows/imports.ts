/** What a source file imports: statically, dynamically, as types only, and what it exports again. */
import { posix } from 'node:path';
import { parseSync } from 'vite';

export interface Import {
  readonly from: string;
  /** A file's path from the root, or a package's name as written. */
  readonly to: string;
  readonly isFile: boolean;
}

/** @param file its path from the root @throws on a file that does not parse */
export function importsOf(file: string, source: string): Import[] {
  const { module, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const specifiers = new Set<string>();
  for (const { moduleRequest } of module.staticImports) specifiers.add(moduleRequest.value);
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest } of entries) if (moduleRequest) specifiers.add(moduleRequest.value);
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const written = source.slice(moduleRequest.start, moduleRequest.end);
    const literal = /^(['"`])([^'"`$]*)\1$/.exec(written)?.[2];
    if (literal !== undefined) specifiers.add(literal);
  }
  return [...specifiers].map((specifier) => {
    const isFile = specifier.startsWith('.');
    const bare = specifier.split('?')[0] as string;
    return { from: file, to: isFile ? posix.join(posix.dirname(file), bare) : specifier, isFile };
  });
}
