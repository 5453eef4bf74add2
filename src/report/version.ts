/** What exported files say that they come from; the version is package.json's (a test holds it to that). */
export const PROGRAM = 'Norm Playground';
export const VERSION = '0.1.0';
