import { withoutTokens } from '../../common/withoutTokens.ts';
import type { DoctorMessages } from '../messages/doctorEn.ts';
import type { Messages } from '../messages/en.ts';
import type { CheckState } from './check.ts';
import { cureLines } from './cureLines.ts';
import { sayFinding } from './finding.ts';
import { sayToGuest, sayToHost } from './say.ts';
import { stepNames } from './walk.ts';

interface About {
  /** The page's address without query and fragment, because these may contain a room key. */
  page: string;
  browser: string;
  at: Date;
}

/** The whole result of the check as text for the person who runs the server. It contains no token and no key. */
export function writeReport(
  messages: Messages,
  doctor: DoctorMessages,
  { steps, diagnosis }: CheckState,
  about: About,
): string {
  const walked = stepNames.map((name) => {
    const { status, findings } = steps[name];
    const sentences = findings.map((finding) => `\n  ${sayFinding(doctor.finding, finding)}`);
    return `[${doctor.status[status]}] ${doctor.step[name]}${sentences.join('')}`;
  });
  const said = diagnosis
    ? [
        `${doctor.forGuest}: ${sayToGuest(messages, doctor, diagnosis)}`,
        `${doctor.forHost}: ${sayToHost(doctor, diagnosis)}`,
        ...cureLines(diagnosis).flatMap(({ place, text }) => ['', `${doctor.place[place]}:`, text]),
      ]
    : [];
  const head = [`${messages.app}: ${doctor.title}, ${about.at.toISOString()}`, about.page, about.browser];
  return withoutTokens([...head, '', ...walked, '', ...said].join('\n'));
}
