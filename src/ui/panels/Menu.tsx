/**
 * A button with a menu of further actions. The browser's popover closes it on Escape and on a press elsewhere, and no
 * table around it cuts it off; arrows, Home, End and first letters move in it, as WAI-ARIA asks of menus.
 */
import { Fragment, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Icon } from '../controls/Icon.tsx';

export interface MenuItem {
  readonly name: string;
  readonly onChoose: () => void;
  /** Stands apart, below a line. */
  readonly apart?: boolean;
}

interface MenuProps {
  /** What the button and the menu are called: 'More for BN · seed 1'. */
  readonly label: string;
  /** What the button shows, if not three dots. */
  readonly words?: string;
  /** Asked for when the menu opens. */
  readonly items: () => readonly MenuItem[];
}

export function Menu({ label, words, items }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<readonly MenuItem[]>();
  const open = shown !== undefined;
  const place = (): void => {
    if (menu.current && button.current) placeBeside(menu.current, button.current.getBoundingClientRect());
  };
  useEffect(() => {
    if (!open) return;
    // What stands above may change its height while runs train: the menu stays with its button.
    addEventListener('scroll', place, true);
    addEventListener('resize', place);
    return () => {
      removeEventListener('scroll', place, true);
      removeEventListener('resize', place);
    };
  });
  const choose = (item: MenuItem): void => {
    menu.current?.hidePopover();
    button.current?.focus();
    item.onChoose();
  };
  const begin = (): void => {
    place();
    if (menu.current) itemsOf(menu.current)[0]?.focus({ preventScroll: true });
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="quiet"
        popoverTarget={id}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        title={words === undefined ? 'More' : undefined}
      >
        {words ?? <Icon name="more" />}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        className="menu"
        // The items are there before it is shown, and stay until the focus has left them.
        onBeforeToggle={(event) => event.newState === 'open' && flushSync(() => setShown(items()))}
        onToggle={(event) => (event.newState === 'open' ? begin() : setShown(undefined))}
        onKeyDown={moveFocus}
      >
        {shown?.map((item) => (
          <Fragment key={item.name}>
            {item.apart && <hr />}
            <button type="button" role="menuitem" tabIndex={-1} onClick={() => choose(item)}>
              {item.name}
            </button>
          </Fragment>
        ))}
      </div>
    </>
  );
}

const itemsOf = (menu: HTMLElement): HTMLElement[] => [
  ...menu.querySelectorAll<HTMLElement>('[role="menuitem"]'),
];

const EDGE = 8;

/** Below the button, right edges in line; above it where there is no room below. */
function placeBeside(menu: HTMLElement, button: DOMRect): void {
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.max(EDGE, Math.min(button.right - width, innerWidth - width - EDGE));
  const below = button.bottom + 4;
  const top = below + height + EDGE <= innerHeight ? below : Math.max(EDGE, button.top - height - 4);
  menu.style.left = `${left}px`;
  menu.style.top = `${top}px`;
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = itemsOf(event.currentTarget);
  const at = items.findIndex((item) => item.matches(':focus'));
  if (event.key === 'Tab') {
    // The focus goes on from the button, which it returns to first.
    event.currentTarget.hidePopover();
    return;
  }
  const to = itemAfter(event.key, at, items);
  if (!to) return;
  event.preventDefault();
  to.focus();
}

function itemAfter(key: string, at: number, items: readonly HTMLElement[]): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown':
      return items[(at + 1) % items.length];
    case 'ArrowUp':
      return items.at(at <= 0 ? -1 : at - 1);
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default: {
      if (key.length !== 1 || key === ' ') return undefined;
      const fromNext = [...items.slice(at + 1), ...items.slice(0, at + 1)];
      return fromNext.find((item) => item.textContent?.toLowerCase().startsWith(key.toLowerCase()));
    }
  }
}
