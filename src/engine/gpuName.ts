/** What to call a GPU, and whether it is one. */

export const isSoftware = (name: string): boolean =>
  /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i.test(name);

/** 'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)' → 'NVIDIA GeForce RTX 3060' */
export function shortName(renderer: string): string {
  if (/swiftshader/i.test(renderer)) return 'SwiftShader';
  const angle = /^ANGLE \([^,]*, (.*?)(?:, [^,]*)?\)$/.exec(renderer)?.[1] ?? renderer;
  return angle
    .replace(/ANGLE Metal Renderer: /, '')
    .replace(/ (?:Direct3D|OpenGL|Vulkan|vs_|\(0x).*$/, '')
    .trim();
}
