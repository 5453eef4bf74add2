/** Vulkan on the processor (SwiftShader), which comes with Chromium: what the WebGPU engine is tested on in Node. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findBrowser } from './browser.mjs';

/** Where Debian puts what its program is a script for. */
const FOLDERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser'];

/**
 * The environment in which a new process finds it: the driver's description, and Vulkan's loader, which lies beside it.
 * Empty where there is no Chromium, or where the environment names a driver already.
 * @returns {Promise<Record<string, string>>}
 */
export async function softwareGpu() {
  if (process.env.VK_ICD_FILENAMES) return {};
  const browser = await findBrowser();
  const folders = [...(browser ? [dirname(realpathSync(browser))] : []), ...FOLDERS];
  const folder = folders.find((one) => existsSync(join(one, 'vk_swiftshader_icd.json')));
  if (!folder) return {};
  const { LD_LIBRARY_PATH } = process.env;
  return {
    VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json'),
    LD_LIBRARY_PATH: [...(LD_LIBRARY_PATH ? [LD_LIBRARY_PATH] : []), folder].join(':'),
  };
}
