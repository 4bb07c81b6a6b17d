import { rememberedSwitch } from '../../rememberedSwitch.ts';

/**
 * Whether the guest's own video is shown mirrored to them, in lobby and room. Other participants never see it mirrored. Shared screens and back cameras
 * are never mirrored.
 */
export const selfMirror = rememberedSwitch('mirror');
