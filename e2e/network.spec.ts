/** A network of the visitor's own: built as text and as blocks, trained, looked into, shared, and told what is wrong with it. */
import type { Page } from 'playwright/test';
import { DATA, expect, forget, test } from './playground.ts';

const SETTINGS = `network=mlp&images=200&epochs=1&batch=10&groups=4&engine=wasm&norm=group&run=norm:batch,weights:plain${DATA}`;

const blocks = (page: Page) => page.getByRole('list', { name: 'Blocks of the network' });
const text = (page: Page) => page.getByRole('textbox', { name: 'Layers as text' });

test('builds a residual network by keyboard, trains two norms on it, looks inside, shares and opens it', async ({
  playground,
  page,
}) => {
  await playground.open(SETTINGS);
  await playground.button('Edit layers').press('Enter');
  await expect(text(page)).toHaveValue('dense256 dense128');
  // Both words go; a convolution and a block come.
  const block = (word: string) => blocks(page).getByRole('button', { name: word });
  await block('dense256').press('Delete');
  await expect(block('dense128')).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(page.getByText('a network has at least one layer')).toBeVisible();
  await playground.button('Convolution').press('Enter');
  await playground.button('Global average').press('Enter');
  await block('conv16').press('Enter');
  await playground.button('Residual block').press('Enter');
  await expect(text(page)).toHaveValue('conv16 res16 gap');
  await page.getByRole('spinbutton', { name: 'Filters' }).fill('8');
  await page.getByRole('spinbutton', { name: 'Stride' }).fill('2');
  await expect(text(page)).toHaveValue('conv16 res8/2 gap');
  await expect(page).toHaveURL(/network=conv16_res8\/2_gap&/);
  await expect(blocks(page).getByRole('listitem').nth(1)).toContainText('14 × 14 × 8');
  // Moved, and back.
  await block('res8/2').press('Alt+ArrowUp');
  await expect(text(page)).toHaveValue('res8/2 conv16 gap');
  await expect(block('res8/2')).toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(text(page)).toHaveValue('conv16 res8/2 gap');
  await playground.expectAccessible('the editor', '.experiment');

  await playground.button('Train').press('Enter');
  await expect(playground.status).toContainText('2 runs finished', { timeout: 60_000 });
  await page.getByRole('tab', { name: 'Inside the network' }).click();
  const layers = page.getByRole('list', { name: 'The network, layer by layer' });
  await expect(layers.getByRole('list', { name: 'Shortcut of add1' })).toContainText(
    '1 × 1 convolution, stride 2',
  );
  await layers.getByRole('button', { name: 'conv3' }).press('Enter');
  await expect(page.getByRole('region', { name: 'What the norm writes' })).toBeVisible();
  await playground.expectAccessible('inside', '#panel-inside');

  const hashes = (await playground.outcomes()).map((outcome) =>
    outcome.kind === 'finished' ? outcome.weightsSha256 : outcome.kind,
  );
  await page.getByRole('tab', { name: 'Runs' }).click();
  const link = await playground.copyLinkWithCurves(2);
  await page.goto('about:blank');
  // Else runs of its own come back once all are cleared, and the next seed is trained.
  await forget(page);
  await page.goto(link);
  await expect(page.getByRole('combobox', { name: 'Network' })).toHaveValue('conv16 res8/2 gap');
  await expect(playground.run('BN · seed 1')).toBeVisible();
  // Trained anew from the link, it is the same to the bit.
  await playground.button('Clear all').click();
  await playground.button('Train').click();
  await expect.poll(async () => (await playground.outcomes()).length, { timeout: 60_000 }).toBe(2);
  const again = (await playground.outcomes()).map((outcome) =>
    outcome.kind === 'finished' ? outcome.weightsSha256 : outcome.kind,
  );
  expect(again.sort()).toEqual(hashes.sort());
});

test('says what is wrong at its word, and trains the network before until it is right', async ({
  playground,
  page,
}) => {
  await playground.open(SETTINGS);
  await playground.button('Edit layers').click();
  await text(page).fill('conv8 pol pool');
  await expect(page.locator('mark')).toHaveText('pol');
  await expect(
    page.getByText("'pol' at character 7 is not a layer such as conv16, conv16k5/2"),
  ).toContainText('Until that is put right, MLP 256–128 is used.');
  const wrong = blocks(page).getByRole('listitem').nth(1);
  await expect(wrong).toContainText('is not a layer such as');
  await expect(page).toHaveURL(/network=mlp/);
  await playground.expectAccessible('with a mistake', '.experiment');
  // Put right as a block.
  await wrong.getByRole('button').click();
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('Max-pool');
  await expect(text(page)).toHaveValue('conv8 pool pool');
  await expect(page.locator('mark')).toHaveCount(0);
  await expect(page).toHaveURL(/network=conv8_pool_pool/);
  // By mouse.
  await blocks(page).locator('.grip').nth(0).dragTo(blocks(page).getByRole('listitem').nth(2));
  await expect(text(page)).toHaveValue('pool pool conv8');
  await playground.button('Undo').click();
  await expect(text(page)).toHaveValue('conv8 pool pool');
  // A preset is a text, too, and can be undone.
  await page.getByRole('combobox', { name: 'Network' }).selectOption('ResNet-8');
  await expect(text(page)).toHaveValue('conv16 res16 res32/2 res64/2 gap');
  await text(page).press('ControlOrMeta+z');
  await expect(page.getByRole('combobox', { name: 'Network' })).toHaveValue('conv8 pool pool');
});

test('tells what a link has wrong, and fits 360 pixels', async ({ playground, page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await playground.open(SETTINGS.replace('network=mlp', 'network=conv16_res600_gap'));
  await expect(
    page.getByText("network: 'res600' at character 8 has more than 512 filters, used reference-cnn"),
  ).toBeVisible();
  await playground.button('Settings').click();
  await page.getByRole('combobox', { name: 'Network' }).selectOption('ResNet-20');
  await playground.button('Edit layers').click();
  await expect(blocks(page).getByRole('listitem').nth(10)).toBeVisible();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
});
