/** The import graph against the rules: arrows that are not in the table, and cycles. */
import type { Import } from './imports.ts';
import { isTest, type Room, roomOf } from './rules.ts';

/** Whatever does not end in .ts or .tsx (styles, workers, text) is an asset: anyone may import it. */
const isSource = (file: string): boolean => /\.tsx?$/.test(file);

/** @returns a sentence for each import that the rules do not allow */
export function forbiddenImports(imports: readonly Import[]): string[] {
  const problems: string[] = [];
  const homeless = new Set<string>();
  for (const { from, to, isFile } of imports) {
    if (isTest(from)) continue;
    const room = roomOf(from);
    if (!room) {
      homeless.add(`${from} is in no room of scripts/arrows/rules.ts`);
    } else if (!isFile) {
      if (!allowsPackage(room, to)) problems.push(`${from} imports ${to}: ${room.name} may not`);
    } else if (isTest(to)) {
      problems.push(`${from} imports the test ${to}`);
    } else if (isSource(to) && to.startsWith('src/')) {
      const target = roomOf(to);
      if (!target || !allowsRoom(room, target)) {
        const may = room.may.join(', ') || 'nothing';
        problems.push(`${from} imports ${to}: ${room.name} → ${target?.name ?? '?'}, but may import ${may}`);
      }
    } else if (!to.startsWith('src/')) {
      problems.push(`${from} imports ${to}, outside of src`);
    }
  }
  return [...homeless, ...problems];
}

const allowsRoom = (room: Room, target: Room): boolean =>
  room === target ||
  ((room.may.includes('*') || room.may.includes(target.name)) && !room.mayNot?.includes(target.name));

const allowsPackage = ({ packages = [] }: Room, name: string): boolean =>
  packages.some((allowed) => (/[/:]$/.test(allowed) ? name.startsWith(allowed) : name === allowed));

/** @returns each cycle once, as 'a → b → a' */
export function cycles(imports: readonly Import[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to, isFile } of imports) {
    if (isFile) targets.set(from, [...(targets.get(from) ?? []), to]);
  }
  const found: string[] = [];
  const finished = new Set<string>();
  const path: string[] = [];
  const visit = (file: string) => {
    const at = path.indexOf(file);
    if (at >= 0) found.push([...path.slice(at), file].join(' → '));
    if (at >= 0 || finished.has(file)) return;
    path.push(file);
    for (const target of targets.get(file) ?? []) visit(target);
    path.pop();
    finished.add(file);
  };
  for (const file of targets.keys()) visit(file);
  return found;
}
