import { distance } from 'fastest-levenshtein';

/** The names most like the one given, best first: those that contain it, then those a few letters away. */
export function nearest(name: string, known: readonly string[], count = 3): string[] {
  const wanted = name.toLowerCase();
  const score = (candidate: string): number => {
    const letters = distance(wanted, candidate.toLowerCase());
    return candidate.toLowerCase().includes(wanted) ? letters / 10 : letters;
  };
  const close = Math.max(2, Math.ceil(name.length / 2));
  return known
    .map((candidate) => ({ candidate, score: score(candidate) }))
    .filter((row) => row.score <= close)
    .sort((a, b) => a.score - b.score || a.candidate.localeCompare(b.candidate))
    .slice(0, count)
    .map((row) => row.candidate);
}
