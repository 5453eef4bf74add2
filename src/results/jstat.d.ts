/** What we use of jstat 1.9, which brings no types. A CommonJS module: its exports are the default. */
declare module 'jstat' {
  const jStat: {
    readonly studentt: {
      /** The quantile of Student's t distribution: P(T ≤ inv(p, degrees of freedom)) = p. */
      inv(p: number, degreesOfFreedom: number): number;
    };
  };
  export default jStat;
}
