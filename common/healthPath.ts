/**
 * Path on the app's origin at which LiveKit says that it runs. LiveKit itself serves this answer at `/`: `npm start`
 * and nginx (deploy/nginx/site.conf) forward the path there.
 */
export const healthPath = '/rtc/health';
