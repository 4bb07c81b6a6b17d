/**
 * The room that a guest means: the one of that very name, or else one whose name differs in nothing but case, surrounding blanks and the
 * way in which letters are composed (か + U+3099 or が).
 *
 * @returns the name as the host wrote it
 */
export function findRoom(rooms: readonly string[], wanted: string): string | undefined {
  if (rooms.includes(wanted)) return wanted;
  const form = comparable(wanted);
  return rooms.find((room) => comparable(room) === form);
}

function comparable(room: string): string {
  // Upper case first: ß and ss, and the two forms of a small sigma, are one letter there.
  return room.normalize('NFC').trim().toUpperCase().toLowerCase().normalize('NFC');
}
