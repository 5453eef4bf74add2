/** '−0.50': with a minus sign as in print, and never '−0.00'. */
export function decimal(value: number, digits = 2): string {
  const text = value.toFixed(digits);
  const isZero = Number(text) === 0;
  return isZero ? text.replace('-', '') : text.replace('-', '−');
}

/** '18 %'; below 1 %, where a whole number would say nothing, '0.3 %'. */
export function percent(fraction: number): string {
  const value = 100 * fraction;
  const small = value !== 0 && Math.abs(value) < 1;
  return `${decimal(value, small ? 1 : 0)} %`;
}
