/** Hues of the avatars, in degrees of the colour wheel, far enough apart to be told apart at the same lightness. */
const hues = [12, 42, 88, 150, 184, 214, 262, 326] as const;

/** The hue of a name's avatar. It is the same for everyone in the room and in every call. */
export function avatarHue(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return hues[sum % hues.length] ?? hues[0];
}
