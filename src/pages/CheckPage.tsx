import { useEffect, useState } from 'react';
import type { ReadConfig } from '../access/config.ts';
import { roomLink } from '../address/address.ts';
import { browserCheckParts } from '../doctor/browserCheckParts.ts';
import { createCheck, type CheckState } from '../doctor/check.ts';
import { writeReport } from '../doctor/report.ts';
import { sayToGuest } from '../doctor/say.ts';
import { useFollowed } from '../useFollowed.ts';
import { stepNames } from '../doctor/walk.ts';
import { useDoctorMessages } from '../messages/DoctorSpeech.tsx';
import { useMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import styles from './CheckPage.module.css';
import { CheckResult } from './CheckResult.tsx';
import { CheckStep } from './CheckStep.tsx';
import { CopyButton } from './CopyButton.tsx';
import { LanguageSelect } from './LanguageSelect.tsx';

interface CheckPageProps {
  page: URL;
  readConfig: ReadConfig;
}

/** The page of the connection check: shows each step of a join, and which one is blocked. */
export function CheckPage({ page, readConfig }: CheckPageProps) {
  const messages = useMessages();
  const doctor = useDoctorMessages();
  const { app } = messages;
  const [check] = useState(() => createCheck(browserCheckParts(page, readConfig)));
  const state = useFollowed(check);
  const isRunning = state.status === 'running';
  useEffect(() => {
    document.title = `${doctor.title} · ${app}`;
  }, [doctor, app]);

  return (
    <main className={styles.check}>
      <header className={styles.header}>
        <h1>{doctor.title}</h1>
        <LanguageSelect />
      </header>
      <p className={styles.intro}>{doctor.intro}</p>
      <div className={styles.actions}>
        {/* One button for start and stop, so that it keeps the focus. */}
        <Button
          look={isRunning ? 'plain' : 'primary'}
          onClick={() => (isRunning ? check.stop() : void check.start())}
        >
          {isRunning ? doctor.stop : state.status === 'idle' ? doctor.start : doctor.again}
        </Button>
        <a className={styles.link} href={roomLink(page)}>
          {doctor.back}
        </a>
      </div>
      <Progress state={state} />
      {state.diagnosis && <CheckResult diagnosis={state.diagnosis} />}
      {state.status === 'stopped' && <p>{doctor.stopped}</p>}
      <section aria-label={doctor.steps}>
        <ol className={styles.steps}>
          {stepNames.map((name) => (
            <CheckStep key={name} name={doctor.step[name]} step={state.steps[name]} />
          ))}
        </ol>
      </section>
      {(state.status === 'done' || state.status === 'stopped') && (
        <CopyButton
          label={doctor.copyReport}
          text={() =>
            writeReport(messages, doctor, state, {
              page: page.origin + page.pathname,
              browser: navigator.userAgent,
              at: new Date(),
            })
          }
        >
          {doctor.copyReport}
        </CopyButton>
      )}
    </main>
  );
}

/** Tells screen readers the step that is running, and the result. */
function Progress({ state }: { state: CheckState }) {
  const messages = useMessages();
  const doctor = useDoctorMessages();
  const current = stepNames.find((name) => state.steps[name].status === 'running');
  return (
    <p className="visually-hidden" role="status">
      {state.diagnosis && `${doctor.result}: ${sayToGuest(messages, doctor, state.diagnosis)}`}
      {current && `${doctor.step[current]}: ${doctor.status.running}`}
    </p>
  );
}
