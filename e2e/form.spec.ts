/** The form: what is shared and what is set apart, and what Train does once it has trained. */
import { expect, QUICK, test } from './playground.ts';

test('Train after the end says which seed it adds, and adds that one', async ({ playground, page }) => {
  await playground.open(QUICK);
  await playground.button('Train').click();
  await expect(playground.run('GN(32)+WS · seed 1')).toContainText('finished', { timeout: 60_000 });
  await expect(page.getByText('Seed 1 is done: Train adds seed 2')).toBeVisible();
  await playground.button('Train').click();
  await expect(playground.run('GN(32)+WS · seed 2')).toContainText('finished', { timeout: 60_000 });
  expect(await playground.outcomes()).toHaveLength(2);
  await expect(page.getByText('adds seed 3')).toBeVisible();
});

test('a shared setting leaves the batch sizes of the original study as they are', async ({
  playground,
  page,
}) => {
  await playground.open();
  await page.getByRole('combobox', { name: 'Preset' }).selectOption({ label: 'The original study' });
  const methods = page.getByRole('group', { name: 'Methods' }).getByRole('button', { name: /^Edit / });
  const before = await methods.allInnerTexts();
  expect(before.filter((name) => name.includes('batch 2')).length).toBeGreaterThan(0);
  expect(before.filter((name) => name.includes('batch 64')).length).toBeGreaterThan(0);
  await page.getByRole('spinbutton', { name: 'Epochs' }).fill('4');
  await expect(page.getByRole('combobox', { name: 'Preset' })).toHaveValue('own');
  expect(await methods.allInnerTexts()).toEqual(before);
  await expect(page).toHaveURL(/epochs=4/);
});
