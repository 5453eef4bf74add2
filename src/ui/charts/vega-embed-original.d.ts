/** What we use of vega-embed 6.17 (which tfjs-vis brings); vite.config.ts resolves this name to the package. */
declare module 'vega-embed-original' {
  interface ContinuousScale {
    (value: number): number;
    invert(pixels: number): number;
  }
  export interface View {
    data(name: string, rows: readonly object[]): this;
    runAsync(): Promise<this>;
    /** Where the plot area begins, padding left out. */
    origin(): readonly [number, number];
    scale(name: 'x' | 'y'): ContinuousScale;
    signal(name: 'width' | 'height'): number;
    signal(name: string, value: unknown): this;
    /** The item is the mark under the pointer, if there is one. */
    addEventListener(
      type: 'click',
      handler: (event: Event, item: { readonly datum?: unknown } | null | undefined) => void,
    ): this;
  }
  export interface EmbedResult {
    readonly view: View;
    finalize(): void;
  }
  type ViewClass = new (runtime: object, options?: object) => View;
  export const vega: { readonly View: ViewClass };
  export default function embed(element: HTMLElement, spec: object, options: object): Promise<EmbedResult>;
}
