/** Messages, and how the page looks. */
import { offered, type Theme, withNotice } from '../state.ts';
import type { ActionContext } from './context.ts';

export interface NoticeActions {
  dismissNotice(id: number): void;
  notify(message: string, tone?: 'info' | 'warning'): void;
  setTheme(theme: Theme): void;
  showGuide(shown: boolean): void;
}

export function noticeActions({ get, set }: ActionContext): NoticeActions {
  return {
    dismissNotice(id) {
      const notices = get().notices.filter((notice) => notice.id !== id);
      set({ notices, removed: offered(get().removed, notices) });
    },
    notify: (message, tone = 'info') => set({ notices: withNotice(get().notices, { tone, message }) }),
    setTheme: (theme) => set({ theme }),
    showGuide: (guide) => set({ guide }),
  };
}
