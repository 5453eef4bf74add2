/** What we use of jstat 1.9, which brings no types. */
declare module 'jstat' {
  export const jStat: {
    readonly studentt: {
      /** The quantile of Student's t distribution: P(T ≤ inv(p, degrees of freedom)) = p. */
      inv(p: number, degreesOfFreedom: number): number;
    };
  };
}
