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

test('takes a decimal comma that is pasted, and says so where none can be', async ({ playground, page }) => {
  await playground.open(QUICK);
  const paste = async (text: string, label: string) => {
    await page.evaluate((words) => navigator.clipboard.writeText(words), text);
    const field = page.getByRole('spinbutton', { name: label, exact: true });
    await field.press('ControlOrMeta+a');
    await field.press('ControlOrMeta+v');
    return field;
  };
  await expect(await paste('0,5', 'Learning rate')).toHaveValue('0.5');
  await expect(page).toHaveURL(/lr=0\.5/);
  await expect(await paste('3,5e-4', 'Learning rate')).toHaveValue('3.5e-4');
  await expect(page).toHaveURL(/lr=0\.00035/);
  await expect(await paste('5,000', 'Training images')).toHaveValue('5000');
  await expect(
    page.getByText('Training images is a whole number, written without a comma: 5,000 is used.'),
  ).toBeVisible();
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

test('seldom settings go into the address, train, and come back with it', async ({ playground, page }) => {
  await playground.open(QUICK);
  await page.getByRole('button', { name: 'More settings' }).click();
  const choose = (name: string, label: string) =>
    page.getByRole('combobox', { name, exact: true }).selectOption({ label });
  await choose('Schedule', 'Cosine');
  await page.getByRole('spinbutton', { name: 'Warm-up' }).fill('0.5');
  await page.getByRole('spinbutton', { name: 'Weight decay' }).fill('0.05');
  await choose('Activation', 'SiLU');
  await choose('Initial values', 'Orthogonal');
  const words = page.getByText(
    'Learning rate: up to 0.001 in the first 0.5 epochs, then down to 0 at the end.',
  );
  await expect(words).toBeVisible();
  const settings = /schedule=cosine&warmup=0\.5&decay=0\.05&.*activation=silu&init=orthogonal/;
  await expect(page).toHaveURL(settings);
  await playground.button('Train').click();
  await expect(playground.run('GN(32)+WS · seed 1')).toContainText('finished', { timeout: 60_000 });
  await page.reload();
  await expect(page).toHaveURL(settings);
  await expect(words).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Activation' })).toHaveValue('silu');
});
