import { rememberedSwitch } from '../../rememberedSwitch.ts';

/**
 * Whether the guest sees their own face as in a mirror, in the lobby and in the room. What the others see is never mirrored, and neither is a shared
 * screen or the camera on the back of a phone.
 */
export const selfMirror = rememberedSwitch('mirror');
