/** A translator at work: it replaces every text node by elements of its own, while the page changes. */
import { expect, QUICK, test } from './playground.ts';

/** As translators do, but into the same words; no pause between a change and its translation. */
function translate(): void {
  const wrap = (root: Node): void => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    if (root instanceof Text) texts.push(root);
    while (walker.nextNode()) if (walker.currentNode instanceof Text) texts.push(walker.currentNode);
    for (const text of texts) {
      if (text.data === '' || text.parentElement?.closest('font, option, title, style, textarea, svg'))
        continue;
      const [outer, inner] = [document.createElement('font'), document.createElement('font')];
      inner.textContent = text.data;
      outer.append(inner);
      text.replaceWith(outer);
    }
  };
  document.addEventListener('DOMContentLoaded', () => {
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) addedNodes.forEach(wrap);
    }).observe(document.body, { childList: true, subtree: true });
  });
}

test('a translated page trains, and every tab and dialog still says what is so', async ({
  playground,
  page,
}) => {
  test.setTimeout(90_000);
  page.setDefaultTimeout(10_000);
  await page.addInitScript(translate);
  await playground.open(`${QUICK}&repeats=2&run=norm:batch,weights:plain`);
  await playground.button('Train').click();
  await expect(playground.status).toContainText('4 runs finished', { timeout: 60_000 });
  expect(await page.locator('font').count()).toBeGreaterThan(100);

  const tab = (name: string) => page.getByRole('tab', { name, exact: true }).click();
  await tab('Inside the network');
  const views = page.getByRole('radiogroup', { name: /view/i }).getByRole('radio');
  for (const view of await views.all()) {
    await view.check({ force: true });
    await expect(page.getByText('Loading the view')).toHaveCount(0);
  }
  for (const name of ['Norm × batch size', 'Predictions', 'Learn']) {
    await tab(name);
    await expect(page.getByText('Loading …', { exact: true })).toHaveCount(0);
    await expect(page.getByText('The page could not show')).toHaveCount(0);
  }
  await tab('Runs');
  for (const name of ['Share', 'Export']) {
    await playground.button(name).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
  }
  await page.getByRole('combobox', { name: 'Normalization' }).selectOption('instance');
  await page.getByRole('spinbutton', { name: 'Batch size' }).fill('0');
  await page.getByRole('spinbutton', { name: 'Batch size' }).fill('20');
  await page
    .getByRole('button', { name: /^More for / })
    .first()
    .click();
  await page.getByRole('menuitem', { name: /^Delete/ }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await playground.button('Train').click();
  await expect(playground.status).toContainText('finished', { timeout: 60_000 });
  await expect(page.getByText('Something went wrong')).toHaveCount(0);
});
