/**
 * Submits forms by script. A frame that is sandboxed without allow-forms drops the browser's own submission before the
 * page hears of it; here a form's data never leaves the page. Enter in a field clicks the submit button, too.
 */
function submit(event: MouseEvent): void {
  const button = event.target instanceof Element ? event.target.closest('button') : null;
  const form = button?.form;
  if (event.defaultPrevented || button?.type !== 'submit' || !form) return;
  event.preventDefault();
  if (!form.noValidate && !form.reportValidity()) return;
  form.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true, submitter: button }));
}

/** @returns stops it */
export function submitByScript(): () => void {
  document.addEventListener('click', submit);
  return () => document.removeEventListener('click', submit);
}
