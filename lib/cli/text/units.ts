/** Numbers the way a person reads them, the same in every locale. */
const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** 12345.6 -> `12,346` */
export const whole = (value: number): string => grouped(Math.round(value).toString());

/** 52.5 -> `52.50`, US dollars. */
export function usd(value: number): string {
  const [units = '0', cents = '00'] = value.toFixed(2).split('.');
  return `${grouped(units)}.${cents}`;
}

/** 17.04 -> `17`, 3.14 -> `3.1`: one decimal where it still matters. */
export const rate = (value: number): string => (value < 10 ? value.toFixed(1).replace(/\.0$/, '') : whole(value));

/** Part of a limit: 174 of 500 -> `35 %`. */
export const share = (value: number, limit: number): string => `${Math.round((100 * value) / limit)} %`;

export const mebibytes = (bytes: number): string => `${whole(bytes / 2 ** 20)} MiB`;

/** The first and last of neighbours: [4000, 4001, 4002] -> `4000..4002`; of one, itself. */
export function span(first: string | number | undefined, last: string | number | undefined): string {
  return first === last ? String(first ?? '') : `${first}..${last}`;
}

/** `10.40.0.8`, `10.40.0.12` -> `10.40.0.8..12`: the part they share once. */
export function addressSpan(first: string | undefined, last: string | undefined): string {
  if (first === undefined || last === undefined || first === last) return first ?? '';
  const common = first.split('.').slice(0, 3).join('.');
  return last.startsWith(`${common}.`) ? `${first}..${last.split('.')[3]}` : `${first}..${last}`;
}
