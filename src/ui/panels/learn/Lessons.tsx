/** Five lessons, each with a figure that reacts, and the original study held against its own code. */
import { Groups } from './groups/Groups.tsx';
import { SharedMean } from './mean/SharedMean.tsx';
import { Standardization } from './standardize/Standardization.tsx';
import { MovingStatistics } from './statistics/MovingStatistics.tsx';
import { Study } from './study/Study.tsx';
import { TwoImages } from './twoImages/TwoImages.tsx';
import '../../styles/learn.css';
import '../../styles/learnFigures.css';

const LESSONS = [
  { id: 'learn-mean', title: 'Which values share a mean', Lesson: SharedMean },
  { id: 'learn-two-images', title: 'What batch norm does with two images', Lesson: TwoImages },
  { id: 'learn-groups', title: 'Group norm and its groups', Lesson: Groups },
  { id: 'learn-weights', title: 'What Weight Standardization does', Lesson: Standardization },
  { id: 'learn-statistics', title: 'Train against test statistics', Lesson: MovingStatistics },
  { id: 'learn-study', title: 'The study, checked', Lesson: Study },
] as const;

export default function Lessons() {
  return (
    <div className="learn">
      <p>
        Nearly every norm here does the same sum: it takes off a mean and divides by a deviation. They differ
        in which values share the two. Touch the figures: each one reacts.
      </p>
      <nav aria-label="Lessons">
        <ol>
          {LESSONS.map(({ id, title }) => (
            <li key={id}>
              <button type="button" className="lesson-link" onClick={() => goTo(id)}>
                {title}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      {LESSONS.map(({ id, title, Lesson }) => (
        <section key={id} className="lesson" aria-labelledby={id}>
          <h3 id={id} tabIndex={-1}>
            {title}
          </h3>
          <Lesson />
        </section>
      ))}
    </div>
  );
}

/** Not by a link: the address holds the comparison. */
function goTo(id: string): void {
  const heading = document.getElementById(id);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  heading?.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'start' });
  heading?.focus({ preventScroll: true });
}
