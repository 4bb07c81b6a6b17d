/** The address of LiveKit's health on the app's origin. LiveKit itself serves it at `/`: `npm start` and nginx (deploy/nginx/site.conf) pass it on. */
export const healthPath = '/rtc/health';
