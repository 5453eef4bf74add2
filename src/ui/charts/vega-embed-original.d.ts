/** What we use of vega-embed 6.17 (which tfjs-vis brings); vite.config.ts resolves this name to the package. */
declare module 'vega-embed-original' {
  export interface View {
    width(pixels: number): this;
    height(pixels: number): this;
    data(name: string, rows: readonly object[]): this;
    runAsync(): Promise<this>;
  }
  export interface EmbedResult {
    readonly view: View;
    finalize(): void;
  }
  type ViewClass = new (runtime: object, options?: object) => View;
  export const vega: { readonly View: ViewClass };
  export default function embed(element: HTMLElement, spec: object, options: object): Promise<EmbedResult>;
}
