/**
 * Quantiles of Student's t distribution at 0.975: half the width of a 95 % interval of a mean, in standard errors.
 * Up to 30 degrees of freedom from SciPy 1.10.1 (`scipy.stats.t.ppf(0.975, df)`), beyond by the expansion around the
 * normal quantile (Abramowitz & Stegun 26.7.5), which is within 3e-6 there.
 */
const QUANTILES = [
  12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139,
  2.200985, 2.178813, 2.160369, 2.144787, 2.13145, 2.119905, 2.109816, 2.100922, 2.093024, 2.085963, 2.079614,
  2.073873, 2.068658, 2.063899, 2.059539, 2.055529, 2.051831, 2.048407, 2.04523, 2.042272,
] as const;

const NORMAL = 1.959963984540054;

export function studentQuantile(degreesOfFreedom: number): number {
  const known = QUANTILES[degreesOfFreedom - 1];
  if (known !== undefined) return known;
  const z = NORMAL;
  const n = degreesOfFreedom;
  return (
    z +
    (z ** 3 + z) / (4 * n) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * n ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * n ** 3)
  );
}
