/**
 * Finds the room that a guest means: one with exactly this name, else one whose name differs only in case, surrounding
 * white space or Unicode composition (か + U+3099 or が).
 *
 * @returns the name as the list of rooms spells it
 */
export function findRoom(rooms: readonly string[], wanted: string): string | undefined {
  if (rooms.includes(wanted)) return wanted;
  const form = comparable(wanted);
  return rooms.find((room) => comparable(room) === form);
}

function comparable(room: string): string {
  // Converts to upper case first, which makes ß equal to ss, and the two lower-case forms of sigma equal.
  return room.normalize('NFC').trim().toUpperCase().toLowerCase().normalize('NFC');
}
