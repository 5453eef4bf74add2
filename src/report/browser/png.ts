/** Pictures as pixels. Needs a page (an image element and a canvas): the one room of the report that does. */

/** @param scale 2 for a picture that stays sharp in a document */
export async function svgToPng(svg: string, scale: number): Promise<Blob> {
  const image = new Image();
  // A data address, not a blob's: WebKit does not let a canvas with a blob's SVG be read.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.round(image.naturalHeight * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('png: this browser gives no canvas to draw on; export SVG instead');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error(`png: ${canvas.width} × ${canvas.height} pixels are too many for this browser`));
    }, 'image/png');
  });
}
